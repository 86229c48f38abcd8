-- Notices of one cause go out as one message: the first of them leads, the others stand behind it with keys of their own.
ALTER TABLE notification
  -- What they have in common; null for a notice that goes out alone.
  ADD COLUMN group_key text,
  -- Of one that leads: others of its group wait until then for the next message.
  ADD COLUMN group_until timestamptz,
  -- The notice in whose message this one goes out; null for one that has its own.
  ADD COLUMN lead_id text REFERENCES notification (id) ON DELETE SET NULL;
CREATE INDEX notification_group ON notification (group_key, step, person, group_until DESC) WHERE group_key IS NOT NULL AND lead_id IS NULL;
CREATE INDEX notification_lead ON notification (lead_id) WHERE lead_id IS NOT NULL;
