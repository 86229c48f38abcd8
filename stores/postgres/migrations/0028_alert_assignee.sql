-- The officer an alert was assigned to, as {username, name}; null where it is anybody's.
ALTER TABLE alert ADD COLUMN assignee jsonb;
CREATE INDEX alert_assignee ON alert ((assignee->>'username')) WHERE assignee IS NOT NULL AND state IN ('open', 'acknowledged');
