-- Recordings of live sessions come in pieces while they are made. One that is closed has its hash and takes no more.
CREATE TABLE inspection_recording (
  id            text PRIMARY KEY,
  inspection_id text NOT NULL REFERENCES inspection (id),
  key           text NOT NULL,
  username      text NOT NULL,
  type          text NOT NULL,
  size          integer NOT NULL DEFAULT 0,
  began_at      timestamptz NOT NULL,
  heard_at      timestamptz NOT NULL,
  sha256        text,
  UNIQUE (inspection_id, key)
);
CREATE TABLE inspection_recording_piece (
  recording_id text NOT NULL REFERENCES inspection_recording (id) ON DELETE CASCADE,
  at_byte      integer NOT NULL,
  bytes        bytea NOT NULL,
  PRIMARY KEY (recording_id, at_byte)
);
ALTER TABLE inspection_recording_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;
