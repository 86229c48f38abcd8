-- Alerts whose evidence is to be gathered, and when: soon after something happened, and once more when what came after
-- the alert's end is in.
CREATE TABLE evidence_due (
  alert_id text NOT NULL REFERENCES alert (id),
  occasion text NOT NULL,
  due_at   timestamptz NOT NULL,
  PRIMARY KEY (alert_id, occasion)
);
CREATE INDEX evidence_due_at ON evidence_due (due_at);
