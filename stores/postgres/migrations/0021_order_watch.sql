-- Which reminder of which deadline an order has had: 0, 50, 80 or 100 hundredths of its time.
ALTER TABLE rectification_order
  ADD COLUMN reminded     smallint NOT NULL DEFAULT 0,
  ADD COLUMN reminded_for timestamptz;
