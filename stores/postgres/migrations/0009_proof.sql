-- Photos that prove an order put right. A photo comes in through an upload: opened with a code and a challenge word, its
-- bytes in pieces, so that a poor line goes on where it broke.
CREATE TABLE upload (
  id            text PRIMARY KEY,
  order_id      text NOT NULL REFERENCES rectification_order (id),
  username      text NOT NULL,
  phone         text NOT NULL,
  code          text NOT NULL,
  witness_phone text,
  witness_code  text,
  word          text NOT NULL,
  size          integer NOT NULL,
  portrait_size integer NOT NULL,
  began_at      timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  received_at   timestamptz,
  photo_id      text
);
CREATE INDEX upload_order ON upload (order_id);

CREATE TABLE upload_piece (
  upload_id text NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
  part      text NOT NULL,
  at_byte   integer NOT NULL,
  bytes     bytea NOT NULL,
  PRIMARY KEY (upload_id, part, at_byte)
);

-- The original bytes as they arrived, with their hash; what was refused stays too.
CREATE TABLE proof_photo (
  id              text PRIMARY KEY,
  order_id        text NOT NULL REFERENCES rectification_order (id),
  unit_id         text NOT NULL,
  item            text NOT NULL,
  by              text NOT NULL,
  at              timestamptz NOT NULL,
  sha256          text NOT NULL,
  bytes           bytea NOT NULL,
  preview         bytea NOT NULL,
  portrait        bytea,
  portrait_sha256 text,
  width           integer NOT NULL,
  height          integer NOT NULL,
  hash            bit(64) NOT NULL,
  capture         jsonb NOT NULL,
  checks          jsonb NOT NULL,
  holds           boolean NOT NULL
);
CREATE INDEX proof_photo_order ON proof_photo (order_id, at);
CREATE INDEX proof_photo_unit ON proof_photo (unit_id);
ALTER TABLE proof_photo ALTER COLUMN bytes SET STORAGE EXTERNAL, ALTER COLUMN preview SET STORAGE EXTERNAL;
