-- What an administrator changed of the duty documents (roster, escalation). The last version holds; without one the file
-- in config/ does, and so it does where the last one's document is null.
CREATE TABLE duty_document (
  kind       text NOT NULL,
  version    integer NOT NULL,
  document   jsonb,
  author     text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (kind, version)
);

-- How far each alert has gone up the line.
CREATE TABLE escalation (
  alert_id  text PRIMARY KEY,
  state     text NOT NULL,
  policy    text,
  done      integer NOT NULL DEFAULT 0,
  reminders integer NOT NULL DEFAULT 0,
  -- When the next step is due.
  next_at   timestamptz,
  -- A person sent it up and that has not been done yet.
  sent_up   boolean NOT NULL DEFAULT false,
  -- When to look at it again, and when the queue was last told so; each telling has a number of its own.
  due_at    timestamptz,
  alarm_at  timestamptz NOT NULL,
  looks     integer NOT NULL DEFAULT 0
);
CREATE INDEX escalation_due ON escalation (due_at) WHERE due_at IS NOT NULL;

-- Handing the desk over at the change of shift. `content` is what stood open when the outgoing officer signed.
CREATE TABLE handover (
  id           text PRIMARY KEY,
  jurisdiction jsonb NOT NULL,
  state        text NOT NULL,
  shift        text NOT NULL,
  notes        text NOT NULL,
  content      jsonb,
  author       text NOT NULL,
  created_at   timestamptz NOT NULL,
  signed_out_by text,
  signed_out_at timestamptz,
  signed_in_by  text,
  signed_in_at  timestamptz,
  version      integer NOT NULL DEFAULT 1
);
CREATE INDEX handover_created ON handover (created_at DESC, id DESC);
