-- How a gateway calls the device; null where it calls it by its id.
ALTER TABLE device ADD COLUMN source text;
-- Of a gateway: what its format needs to be told (prefix of its topics, time zone, how to reach it).
ALTER TABLE device ADD COLUMN settings jsonb;

-- What known gateways speak of and nobody registered yet.
CREATE TABLE waiting_device (
  gateway    text NOT NULL REFERENCES device (id) ON DELETE CASCADE,
  source     text NOT NULL,
  first_seen timestamptz NOT NULL,
  last_seen  timestamptz NOT NULL,
  messages   bigint NOT NULL,
  -- Its last values, or the label of its last detection.
  sample     jsonb NOT NULL,
  PRIMARY KEY (gateway, source)
);
CREATE INDEX waiting_device_newest ON waiting_device (last_seen DESC);
