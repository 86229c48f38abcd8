-- The closed loop of an order: where it comes from, what is to be put right, how it was issued and served.
ALTER TABLE rectification_order
  ADD COLUMN source       text NOT NULL DEFAULT 'alert',
  ADD COLUMN source_id    text,
  ADD COLUMN fact         text,
  ADD COLUMN items        jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN office       text,
  ADD COLUMN signer       text,
  ADD COLUMN issued_at    timestamptz,
  ADD COLUMN served_at    timestamptz,
  ADD COLUMN service      text,
  ADD COLUMN submitted_at timestamptz,
  ADD COLUMN watcher      text;
CREATE INDEX order_unit ON rectification_order (unit_id, created_at DESC);
CREATE INDEX order_due ON rectification_order ((coalesce(extended_to, deadline)))
  WHERE state NOT IN ('rejected', 'withdrawn', 'verified', 'closed');

-- The last number each office has given in a year. Whoever issues holds the row until the transaction ends, so that a
-- number that was not used after all is given to the next.
CREATE TABLE order_serial (
  office text NOT NULL,
  year   integer NOT NULL,
  last   integer NOT NULL,
  PRIMARY KEY (office, year)
);

-- Who may issue orders and grant extensions.
ALTER TABLE app_user ADD COLUMN may_issue boolean NOT NULL DEFAULT false;
UPDATE app_user SET may_issue = true WHERE role <> 'enterprise';
