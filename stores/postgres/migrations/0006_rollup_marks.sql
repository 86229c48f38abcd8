-- An hour is rolled up no sooner than a minute after it was last marked, so that writers may remember a mark for less.
ALTER TABLE rollup_due ADD COLUMN marked_at timestamptz NOT NULL DEFAULT now();
