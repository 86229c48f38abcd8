-- When a unit is open, in Beijing time; null where nobody said.
ALTER TABLE unit ADD COLUMN opening_hours jsonb;
