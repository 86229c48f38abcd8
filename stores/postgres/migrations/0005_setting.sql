-- What was decided at the first start and can't change with data in place.
CREATE TABLE setting (
  key   text PRIMARY KEY,
  value text NOT NULL
);
