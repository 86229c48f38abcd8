-- What a person says it was, beside what the camera said (alert.type).
ALTER TABLE alert ADD COLUMN confirmed_type text;

-- How right people found a camera about a kind: the latest reviews, oldest first.
CREATE TABLE camera_precision (
  device_id  text NOT NULL,
  type       text NOT NULL,
  outcomes   boolean[] NOT NULL,
  reviewed   integer GENERATED ALWAYS AS (cardinality(outcomes)) STORED,
  confirmed  integer GENERATED ALWAYS AS (cardinality(array_remove(outcomes, false))) STORED,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (device_id, type)
);

-- pending, confirmed or dismissed; null for what awaits no review.
ALTER TABLE detection ADD COLUMN review text, ADD COLUMN reviewed_by text, ADD COLUMN reviewed_at timestamptz,
  ADD COLUMN confirmed_type text, ADD COLUMN alert_id text;
CREATE INDEX detection_awaiting ON detection (started_at DESC) WHERE review = 'pending';
CREATE INDEX detection_reviewed ON detection (device_id, type, started_at) WHERE review IS NOT NULL;
CREATE INDEX detection_id ON detection (id);
