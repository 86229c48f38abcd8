-- Ids of the alerts of other devices that bore out what a camera saw.
ALTER TABLE alert ADD COLUMN corroborated_by jsonb;
