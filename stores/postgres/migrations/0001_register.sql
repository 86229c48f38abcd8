-- The register: who is watched, by what, and who may look.
CREATE TABLE unit (
  id         text PRIMARY KEY,
  name       text NOT NULL,
  kind       text NOT NULL,
  district   text NOT NULL,
  lng        double precision NOT NULL,
  lat        double precision NOT NULL,
  uscc       text,
  licence    text,
  grade      text,
  address    text,
  contacts   jsonb NOT NULL DEFAULT '[]',
  officer    text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX unit_district ON unit (district, kind);
CREATE INDEX unit_created ON unit (created_at DESC, id DESC);

CREATE TABLE device (
  id         text PRIMARY KEY,
  unit       text REFERENCES unit (id),
  profile    text NOT NULL,
  place      text,
  interval_s double precision,
  gateway    text REFERENCES device (id),
  format     text,
  -- SHA-256 of the credential, which is random and long, so that it needs no slow hash.
  token_hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX device_unit ON device (unit);
CREATE INDEX device_gateway ON device (gateway) WHERE gateway IS NOT NULL;
CREATE INDEX device_created ON device (created_at DESC, id DESC);

CREATE TABLE app_user (
  id            text PRIMARY KEY,
  username      text NOT NULL UNIQUE,
  name          text NOT NULL,
  role          text NOT NULL,
  jurisdiction  jsonb NOT NULL,
  -- Argon2id, encoded.
  password_hash text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_token (
  token_hash bytea PRIMARY KEY,
  user_id    text NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
  name       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Every version of every rule stays: an alert remembers the one it was judged by.
CREATE TABLE rule (
  id         text NOT NULL,
  version    integer NOT NULL,
  text       jsonb NOT NULL,
  -- 'shipped' from config/, or the user who made it.
  author     text NOT NULL,
  current    boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX rule_current ON rule (id) WHERE current;

-- Append-only; each row carries the hash of the one before it.
CREATE TABLE audit (
  seq     bigint PRIMARY KEY,
  at      timestamptz NOT NULL,
  actor   text NOT NULL,
  action  text NOT NULL,
  subject text NOT NULL,
  detail  jsonb NOT NULL,
  prev    bytea NOT NULL,
  hash    bytea NOT NULL
);
CREATE INDEX device_token ON device (token_hash);
