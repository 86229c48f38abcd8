-- What the printed notice names: the officers of the case with their certificates, and who signed for receipt.
ALTER TABLE rectification_order
  ADD COLUMN officers jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN receiver text;
