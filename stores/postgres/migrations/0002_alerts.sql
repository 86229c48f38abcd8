-- How far each partition's verdicts and readings have been taken over from Redis. Written in the same
-- transaction as what was taken, so that a crash repeats nothing.
CREATE TABLE taken (
  consumer  text NOT NULL,
  partition integer NOT NULL,
  last_id   text NOT NULL,
  PRIMARY KEY (consumer, partition)
);

CREATE TABLE alert (
  id              text PRIMARY KEY,
  rule_id         text NOT NULL,
  rule_version    integer NOT NULL,
  rule_name       text NOT NULL,
  unit_id         text,
  unit_name       text,
  district        text,
  lng             double precision,
  lat             double precision,
  device_id       text NOT NULL,
  place           text,
  metric          text,
  type            text,
  severity        text NOT NULL,
  current_severity text NOT NULL,
  -- What the judgement says (open, resolved, withdrawn) …
  judged          text NOT NULL,
  -- … what people did (acknowledged, resolved, dismissed) …
  handled         text,
  -- … and what follows from both.
  state           text NOT NULL,
  review          text,
  breached_at     timestamptz NOT NULL,
  opened_at       timestamptz NOT NULL,
  last_seen_at    timestamptz NOT NULL,
  acknowledged_at timestamptz,
  resolved_at     timestamptz,
  value           double precision,
  limit_value     double precision,
  basis           jsonb,
  snapshot        text,
  timeline        jsonb NOT NULL DEFAULT '[]',
  revision        integer NOT NULL,
  version         integer NOT NULL,
  recorded_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX alert_opened ON alert (opened_at DESC, id DESC);
CREATE INDEX alert_live ON alert (district, severity) WHERE state IN ('open', 'acknowledged');
CREATE INDEX alert_unit ON alert (unit_id, opened_at DESC);
CREATE INDEX alert_device ON alert (device_id, opened_at DESC);
CREATE INDEX alert_recorded ON alert (recorded_at);
CREATE INDEX alert_resolved ON alert (resolved_at) WHERE resolved_at IS NOT NULL;

CREATE TABLE alert_evidence (
  alert_id text PRIMARY KEY REFERENCES alert (id),
  metric   text,
  since    timestamptz NOT NULL,
  until    timestamptz NOT NULL,
  -- [[epoch ms, value], …] at full resolution.
  readings jsonb NOT NULL,
  gathered_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE rectification_order (
  id               text PRIMARY KEY,
  number           text UNIQUE,
  unit_id          text,
  unit_name        text,
  district         text,
  title            text NOT NULL,
  severity         text NOT NULL,
  state            text NOT NULL,
  deadline         timestamptz,
  extended_to      timestamptz,
  escalation_level integer NOT NULL DEFAULT 0,
  case_id          text,
  basis            jsonb,
  timeline         jsonb NOT NULL DEFAULT '[]',
  version          integer NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX order_created ON rectification_order (created_at DESC, id DESC);
CREATE INDEX order_state ON rectification_order (state);

-- The unique key is what makes a repeat of the job no second order.
CREATE TABLE order_alert (
  alert_id text NOT NULL REFERENCES alert (id),
  kind     text NOT NULL,
  order_id text NOT NULL REFERENCES rectification_order (id),
  PRIMARY KEY (alert_id, kind)
);
CREATE INDEX order_alert_order ON order_alert (order_id);

-- Work that a transaction has decided on and the queue must hear of; the row goes once the queue has it.
CREATE TABLE outbox (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  queue      text NOT NULL,
  name       text NOT NULL,
  job_id     text NOT NULL,
  data       jsonb NOT NULL,
  delay_ms   integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- What durable subscribers hear, numbered without overtaking: writers take the lock `live_event` before they insert.
CREATE TABLE live_event (
  seq      bigint PRIMARY KEY,
  topic    text NOT NULL,
  type     text NOT NULL,
  at       timestamptz NOT NULL,
  unit_id  text,
  district text,
  data     jsonb NOT NULL
);
CREATE INDEX live_event_at ON live_event (at);
