-- Why an alert was dismissed, as a key, so that it counts for or against its rule. Earlier ones have it as the first line of the note.
ALTER TABLE alert ADD COLUMN dismissed_for text;
UPDATE alert SET dismissed_for = split_part(said.note, E'\n', 1)
FROM (SELECT a.id, max(entry ->> 'note') AS note FROM alert a, jsonb_array_elements(a.timeline) AS entry
      WHERE a.handled = 'dismissed' AND entry ->> 'event' = 'dismissed' GROUP BY a.id) AS said
WHERE alert.id = said.id AND split_part(said.note, E'\n', 1) IN ('mistaken', 'false-positive', 'normal', 'device', 'duplicate', 'handled', 'permitted', 'unclear', 'other');
