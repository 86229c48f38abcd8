import type { Queryable } from './pool.ts'

/** Something a gateway spoke of, since it was last written down. */
export interface WaitingSight {
  readonly gateway: string
  readonly source: string
  readonly sample: Record<string, unknown>
  readonly messages: number
  /** Epoch milliseconds. */
  readonly at: number
}

/** A sensing point behind a known gateway that nobody registered yet. */
export interface WaitingDevice {
  readonly gateway: string
  readonly source: string
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly messages: number
  readonly sample: Record<string, unknown>
}

/** Older ones are shown no more: whatever it was has gone. */
const SHOWN_FOR = '7 days'

export async function noteWaitingDevices(db: Queryable, sights: readonly WaitingSight[]): Promise<void> {
  await db.query(
    `INSERT INTO waiting_device (gateway, source, first_seen, last_seen, messages, sample)
     SELECT gateway, source, to_timestamp(at / 1000.0), to_timestamp(at / 1000.0), messages, sample
     FROM jsonb_to_recordset($1::jsonb) AS s (gateway text, source text, at float8, messages bigint, sample jsonb)
     WHERE EXISTS (SELECT 1 FROM device WHERE id = s.gateway)
     ON CONFLICT (gateway, source) DO UPDATE SET
       last_seen = excluded.last_seen, messages = waiting_device.messages + excluded.messages, sample = waiting_device.sample || excluded.sample`,
    [JSON.stringify(sights)],
  )
}

/**
 * Those not registered since, newest first. What has only told that it lives (a Tasmota's last will) is left out once its
 * sensors, `t1:DS18B20-1`, are known by themselves: these are what is registered.
 */
export async function listWaitingDevices(db: Queryable, gateway: string | null, limit: number): Promise<WaitingDevice[]> {
  const { rows } = await db.query<{ gateway: string; source: string; first_seen: Date; last_seen: Date; messages: number; sample: Record<string, unknown> }>(
    `SELECT w.* FROM waiting_device w
     WHERE ($1::text IS NULL OR w.gateway = $1) AND w.last_seen > now() - interval '${SHOWN_FOR}'
       AND NOT EXISTS (SELECT 1 FROM device d WHERE d.gateway = w.gateway AND lower(coalesce(d.source, d.id)) = lower(w.source))
       AND NOT (w.sample - 'online' = '{}' AND EXISTS (
         SELECT 1 FROM waiting_device s WHERE s.gateway = w.gateway AND s.last_seen > now() - interval '${SHOWN_FOR}' AND starts_with(lower(s.source), lower(w.source) || ':')
         UNION ALL SELECT 1 FROM device d WHERE d.gateway = w.gateway AND starts_with(lower(d.source), lower(w.source) || ':')))
     ORDER BY w.last_seen DESC LIMIT $2`, [gateway, limit])
  return rows.map((row) => ({
    gateway: row.gateway, source: row.source, firstSeenAt: row.first_seen.toISOString(), lastSeenAt: row.last_seen.toISOString(),
    messages: row.messages, sample: row.sample,
  }))
}
