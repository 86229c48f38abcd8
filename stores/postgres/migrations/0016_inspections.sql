-- Inspections directed from afar. The outline and what belongs to it lie in `data`; columns are what lists ask for.
CREATE TABLE inspection (
  id          text PRIMARY KEY,
  unit_id     text NOT NULL,
  district    text NOT NULL,
  state       text NOT NULL,
  -- False while the unit must not know of it.
  open_to_unit boolean NOT NULL,
  members     text[] NOT NULL,
  campaign    text,
  source_id   text,
  data        jsonb NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL
);
CREATE INDEX inspection_created ON inspection (created_at DESC, id DESC);
CREATE INDEX inspection_unit ON inspection (unit_id, created_at DESC);
CREATE INDEX inspection_members ON inspection USING gin (members);

-- What was entered, line after line; never changed. The key makes a repeat one line.
CREATE TABLE inspection_entry (
  inspection_id text NOT NULL REFERENCES inspection (id),
  seq           integer NOT NULL,
  key           text NOT NULL,
  client        text NOT NULL,
  at            timestamptz NOT NULL,
  received_at   timestamptz NOT NULL,
  by            text NOT NULL,
  name          text NOT NULL,
  kind          text NOT NULL,
  body          jsonb NOT NULL,
  late          boolean NOT NULL,
  PRIMARY KEY (inspection_id, seq),
  UNIQUE (inspection_id, key)
);

-- Stills are told first, with the hash the phone took, and their bytes follow in pieces.
CREATE TABLE inspection_still (
  id            text PRIMARY KEY,
  inspection_id text NOT NULL REFERENCES inspection (id),
  key           text NOT NULL,
  sha256        text NOT NULL,
  size          integer NOT NULL,
  bytes         bytea,
  preview       bytea,
  UNIQUE (inspection_id, key)
);
CREATE TABLE inspection_still_piece (
  still_id text NOT NULL REFERENCES inspection_still (id) ON DELETE CASCADE,
  at_byte  integer NOT NULL,
  bytes    bytea NOT NULL,
  PRIMARY KEY (still_id, at_byte)
);
ALTER TABLE inspection_still ALTER COLUMN bytes SET STORAGE EXTERNAL, ALTER COLUMN preview SET STORAGE EXTERNAL;
