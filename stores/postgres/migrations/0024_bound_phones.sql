-- A browser that belongs to a registered number of a unit: asked for, then proven by a one-time code that only whoever holds
-- the phone can hear of. The browser keeps a secret; only its hash is here.
CREATE TABLE bound_phone (
  id          text PRIMARY KEY,
  unit_id     text NOT NULL,
  -- Digits alone, as numbers are compared.
  phone       text NOT NULL,
  username    text NOT NULL,
  state       text NOT NULL,
  -- How the code goes to the phone: `sms` or `officer`, who reads it out.
  way         text NOT NULL,
  -- Gone once it is bound or has ended.
  code        text,
  tries       integer NOT NULL DEFAULT 0,
  asked_at    timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  read_out_by text,
  secret_hash bytea,
  bound_at    timestamptz,
  ended_at    timestamptz
);
CREATE INDEX bound_phone_unit ON bound_phone (unit_id, asked_at);
CREATE INDEX bound_phone_secret ON bound_phone (secret_hash) WHERE state = 'bound';

-- Where a notification goes to a number that is not the person's own.
ALTER TABLE notification ADD COLUMN phone text;
