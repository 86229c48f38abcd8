-- Words by which rules gather units across kinds and districts.
ALTER TABLE unit ADD COLUMN tags text[] NOT NULL DEFAULT '{}';
CREATE INDEX unit_tags ON unit USING gin (tags);
