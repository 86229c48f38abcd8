-- Secrets of channels are sealed under a key that is not in the database. What an earlier version wrote in the clear stays in
-- `value` until the next process starts, which seals it.
ALTER TABLE channel_secret ADD COLUMN sealed bytea, ALTER COLUMN value DROP NOT NULL;
