-- Times in which people asked not to be told of something; the alerts exist all the same.
CREATE TABLE silence (
  id           text PRIMARY KEY,
  scope        jsonb NOT NULL,
  jurisdiction jsonb NOT NULL,
  from_at      timestamptz NOT NULL,
  until_at     timestamptz NOT NULL,
  reason       text NOT NULL,
  author       text NOT NULL,
  created_at   timestamptz NOT NULL,
  ended_at     timestamptz,
  ended_by     text
);
CREATE INDEX silence_created ON silence (created_at DESC, id DESC);
CREATE INDEX silence_until ON silence (until_at) WHERE ended_at IS NULL;
