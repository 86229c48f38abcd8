-- What people are told. The unique key lets one notification through for each subject, step and person, however often it
-- is asked for; its id is the idempotency key that every attempt carries.
CREATE TABLE notification (
  id              text PRIMARY KEY,
  subject_kind    text NOT NULL,
  subject_id      text NOT NULL,
  step            text NOT NULL,
  person          text NOT NULL,
  unit_id         text,
  district        text,
  severity        text NOT NULL,
  title           text NOT NULL,
  body            text NOT NULL,
  link            text NOT NULL,
  -- Ids of channels, tried in this order.
  channels        jsonb NOT NULL,
  channel_index   integer NOT NULL DEFAULT 0,
  -- Tries on the present channel that came to nothing.
  failures        integer NOT NULL DEFAULT 0,
  -- Attempts in all; each has a row in notification_delivery.
  attempts        integer NOT NULL DEFAULT 0,
  state           text NOT NULL DEFAULT 'queued',
  -- An attempt may have reached the person though we do not know it.
  uncertain       boolean NOT NULL DEFAULT false,
  -- While queued: when to try; while sending: when the attempt counts as lost.
  due_at          timestamptz NOT NULL,
  -- When the queue was last told of it.
  alarm_at        timestamptz NOT NULL,
  created_at      timestamptz NOT NULL,
  ended_at        timestamptz,
  UNIQUE (subject_kind, subject_id, step, person)
);
CREATE INDEX notification_due ON notification (due_at) WHERE state IN ('queued', 'sending');
CREATE INDEX notification_created ON notification (created_at DESC, id DESC);

-- Every attempt: written before it is made, so that a crash leaves a row without an answer.
CREATE TABLE notification_delivery (
  notification_id text NOT NULL REFERENCES notification (id) ON DELETE CASCADE,
  attempt         integer NOT NULL,
  channel         text NOT NULL,
  begun_at        timestamptz NOT NULL,
  possible_repeat boolean NOT NULL,
  result          text,
  answer          text,
  took_ms         integer,
  PRIMARY KEY (notification_id, attempt)
);
CREATE INDEX notification_delivery_channel ON notification_delivery (channel, begun_at);

-- What channels must know and nobody may read again.
CREATE TABLE channel_secret (
  channel    text NOT NULL,
  name       text NOT NULL,
  value      text NOT NULL,
  author     text NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (channel, name)
);

-- Where people are reached.
CREATE TABLE contact (
  username   text PRIMARY KEY REFERENCES app_user (username) ON DELETE CASCADE,
  phone      text,
  email      text,
  updated_at timestamptz NOT NULL
);

-- Browsers that agreed to be told.
CREATE TABLE push_subscription (
  endpoint   text PRIMARY KEY,
  username   text NOT NULL REFERENCES app_user (username) ON DELETE CASCADE,
  p256dh     text NOT NULL,
  auth       text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX push_subscription_username ON push_subscription (username);
