-- Readings at full resolution. One row per device, metric and time: a repeat adds nothing.
CREATE TABLE series (
  id        integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  device_id text NOT NULL,
  metric    text NOT NULL,
  UNIQUE (device_id, metric)
);

-- Partitioned by day from `daily_since` on (the first start, less some weeks), by year before it, so that a
-- recorded past posted today makes a handful of partitions, not thousands. Partitions are made as they are needed.
CREATE TABLE reading (
  series_id integer NOT NULL,
  ts        timestamptz NOT NULL,
  value     double precision NOT NULL,
  -- 1 late, 2 clock fault, 4 sensor fault value
  flags     smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (series_id, ts)
) PARTITION BY RANGE (ts);

CREATE TABLE history_epoch (daily_since date NOT NULL);
INSERT INTO history_epoch VALUES ((now() AT TIME ZONE 'UTC')::date - 40);

CREATE TABLE reading_partition (
  name       text PRIMARY KEY,
  since      timestamptz NOT NULL,
  until      timestamptz NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE rollup_minute (
  series_id integer NOT NULL,
  t         timestamptz NOT NULL,
  min       double precision NOT NULL,
  max       double precision NOT NULL,
  last      double precision NOT NULL,
  count     integer NOT NULL,
  PRIMARY KEY (series_id, t)
);
CREATE TABLE rollup_hour (LIKE rollup_minute INCLUDING ALL);

-- Hours whose roll-ups are behind the readings: they are read at full resolution until brought up to date.
CREATE TABLE rollup_due (
  series_id integer NOT NULL,
  hour      timestamptz NOT NULL,
  PRIMARY KEY (series_id, hour)
);
CREATE INDEX rollup_due_hour ON rollup_due (hour);

-- What could not be used. The feed's own position makes a repeat of the same entry no second letter.
CREATE TABLE dead_letter (
  id          text PRIMARY KEY,
  device      text,
  received_at timestamptz NOT NULL,
  source      text NOT NULL,
  address     text NOT NULL,
  type        text NOT NULL,
  detail      text NOT NULL,
  payload     text NOT NULL
);
CREATE INDEX dead_letter_received ON dead_letter (received_at DESC, id DESC);

CREATE TABLE detection (
  device_id   text NOT NULL,
  id          text NOT NULL,
  type        text NOT NULL,
  phase       text NOT NULL,
  started_at  timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  ended_at    timestamptz,
  confidence  double precision,
  box         jsonb,
  zone        text,
  track       text,
  model       text,
  frames_hit  integer,
  frames_total integer,
  snapshot    text,
  PRIMARY KEY (device_id, id)
);
CREATE INDEX detection_started ON detection (started_at DESC, device_id, id);

CREATE TABLE snapshot (
  sha256  text PRIMARY KEY,
  bytes   bytea NOT NULL,
  kept_at timestamptz NOT NULL DEFAULT now()
);
