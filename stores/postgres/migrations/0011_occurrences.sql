-- How many events of a camera stand behind its alert; null where no camera saw it.
ALTER TABLE alert ADD COLUMN occurrences integer;
