import type { RecordedEvent } from '../../domain/backtest/sightingTrial.ts'
import type { Queryable } from './pool.ts'

/** Rows taken from the database at once: some megabytes. */
const ROWS_A_PAGE = 10_000

interface EventRow {
  device_id: string
  id: string
  started_at: Date
  last_seen_at: Date
  ended_at: Date | null
  confidence: number | null
  zone: string | null
  track: string | null
  frames_hit: number | null
  frames_total: number | null
  /** With its microseconds, which a date has not. */
  place: string
}

/** Page after page of what these cameras saw of a violation, by its start, from `from` on and before `to` (epoch ms). */
export async function* recordedDetections(db: Queryable, cameras: readonly string[], type: string, from: number, to: number): AsyncGenerator<{ device: string; event: RecordedEvent }[]> {
  let after: readonly [string, string, string] = [new Date(from).toISOString(), '', '']
  for (;;) {
    const { rows } = await db.query<EventRow>(
      `SELECT device_id, id, started_at, started_at::text AS place, last_seen_at, ended_at, confidence, zone, track, frames_hit, frames_total FROM detection
       WHERE (started_at, device_id, id) > ($1::timestamptz, $2, $3) AND started_at < $4 AND device_id = ANY($5::text[]) AND type = $6
       ORDER BY started_at, device_id, id LIMIT ${ROWS_A_PAGE}`, [...after, new Date(to), cameras, type])
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((row) => ({ device: row.device_id, event: present(row) }))
    if (rows.length < ROWS_A_PAGE) return
    after = [last.place, last.device_id, last.id]
  }
}

function present({ id, started_at, last_seen_at, ended_at, confidence, zone, track, frames_hit, frames_total }: EventRow): RecordedEvent {
  return {
    id, start: started_at.getTime(), last: (ended_at ?? last_seen_at).getTime(), ended: ended_at !== null, confidence, zone, track,
    frames: frames_hit === null || frames_total === null ? null : { hit: frames_hit, total: frames_total },
  }
}
