-- Those that no channel was set up for are counted, by time.
CREATE INDEX notification_unsent ON notification (created_at) WHERE state = 'unsent';
