-- The deadline as the served notice says it: a reopening sets the order another and leaves the notice as it was. What those
-- reopened before were first given is in the audit log alone.
ALTER TABLE rectification_order ADD COLUMN notice_deadline timestamptz;
UPDATE rectification_order SET notice_deadline = deadline WHERE issued_at IS NOT NULL;
