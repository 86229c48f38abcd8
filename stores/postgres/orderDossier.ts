import type { Alert, TimelineEntry } from '../../domain/alert.ts'
import type { Order } from '../../domain/order.ts'
import type { Dossier, SensorCase } from '../../domain/order/dossier.ts'
import type { AlertRecord } from './alertRecords.ts'
import type { Queryable } from './pool.ts'
import { proofOf } from './proofPhotos.ts'
import { findNamed } from './users.ts'

interface StandingRow extends Pick<AlertRecord, 'id' | 'metric' | 'judged' | 'handled'> {
  readonly review: Alert['review']
  readonly resolved_at: Date | null
  readonly timeline: TimelineEntry[]
  /** The same rule is in breach on the same device, in this alert or a later one. */
  readonly in_breach: boolean
}

/** All that decides about an action on the order, which the caller has locked. `names` are people the action names. */
export async function readDossier(client: Queryable, order: Order, names: readonly string[]): Promise<Dossier> {
  const { rows } = await client.query<StandingRow>(
    `SELECT a.id, a.metric, a.judged, a.handled, a.review, a.resolved_at, a.timeline, EXISTS (
       SELECT 1 FROM alert b WHERE b.device_id = a.device_id AND b.rule_id = a.rule_id AND b.judged = 'open'
     ) AS in_breach
     FROM order_alert oa JOIN alert a ON a.id = oa.alert_id WHERE oa.order_id = $1 AND a.judged <> 'withdrawn' ORDER BY a.id`, [order.id])
  return {
    order,
    findings: rows.flatMap(({ id, review }) => (review === null ? [] : [{ alertId: id, review }])),
    sensors: rows.filter((row) => row.metric !== null && row.handled !== 'dismissed').map(sensorCase),
    photos: await proofOf(client, order.id),
    people: await findNamed(client, names),
  }
}

/** A person may have resolved the alert earlier; what counts is when the readings came back. */
function sensorCase({ id, in_breach, resolved_at, timeline }: StandingRow): SensorCase {
  const cleared = timeline.findLast((entry) => entry.event === 'cleared')?.at ?? resolved_at?.toISOString()
  return { alertId: id, backSince: in_breach || cleared === undefined ? null : Date.parse(cleared) }
}
