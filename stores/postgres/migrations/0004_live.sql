-- Numbers for live events. A sequence grows whatever transaction isolation its writers use; the advisory lock they
-- hold until they commit makes the order of numbers the order of commits.
CREATE SEQUENCE live_event_seq;

-- The highest number that has been pruned: who saw less than that can't be brought up to date event by event.
CREATE TABLE live_horizon (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  pruned   bigint NOT NULL
);
INSERT INTO live_horizon (pruned) VALUES (0);

-- Lists show how many readings the evidence holds without reading them.
ALTER TABLE alert_evidence ADD COLUMN reading_count integer GENERATED ALWAYS AS (jsonb_array_length(readings)) STORED;

-- Who may see a picture is found by the detections that name it.
CREATE INDEX detection_snapshot ON detection (snapshot) WHERE snapshot IS NOT NULL;
