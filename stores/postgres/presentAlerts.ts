import type { Alert } from '../../domain/alert.ts'
import { METRICS, type MetricName } from '../../domain/metrics.ts'
import { silencedUntil, type SilencePeriod } from '../../domain/silencePeriod.ts'
import type { AlertRecord } from './alertRecords.ts'
import type { Queryable } from './pool.ts'
import { silencesUnderWay } from './silences.ts'

interface Attached {
  id: string
  orders: string[]
  since: Date | null
  until: Date | null
  count: number | null
}

/**
 * The alerts as the API and the live push give them, with their orders and the extent of their evidence.
 * @param known where given, nothing can be attached yet to an alert that is not among these, so that nothing is asked
 * @param silences those under way, where the caller knows them already
 */
export async function presentRecords(db: Queryable, records: readonly AlertRecord[], known?: ReadonlySet<string>, silences?: readonly SilencePeriod[]): Promise<Alert[]> {
  const ids = records.map((record) => record.id).filter((id) => !known || known.has(id))
  const [attached, underWay] = await Promise.all([
    ids.length > 0 ? attachments(db, ids) : new Map<string, Attached>(),
    silences ?? (records.some(isLive) ? silencesUnderWay(db) : []),
  ])
  return records.map((record) => {
    const alert = presentRecord(record, attached.get(record.id))
    return isLive(record) ? { ...alert, silencedUntil: silencedUntil(alert, underWay) } : alert
  })
}

/** Of what is over nobody is told anyway. */
function isLive({ state }: AlertRecord): boolean {
  return state === 'open' || state === 'acknowledged'
}

async function attachments(db: Queryable, ids: readonly string[]): Promise<Map<string, Attached>> {
  const { rows } = await db.query<Attached>({
    name: 'alert-attachments',
    text: `SELECT wanted.id, array(SELECT order_id FROM order_alert o WHERE o.alert_id = wanted.id ORDER BY order_id) AS orders,
        e.since, e.until, e.reading_count AS count
      FROM unnest($1::text[]) AS wanted (id) LEFT JOIN alert_evidence e ON e.alert_id = wanted.id`,
    values: [ids],
  })
  return new Map(rows.map((row) => [row.id, row]))
}

function presentRecord(record: AlertRecord, attached: Attached | undefined): Alert {
  const metric = record.metric as MetricName | null
  const evidence = attached?.since && attached.until
    ? { from: attached.since.toISOString(), to: attached.until.toISOString(), metric, readings: [], count: attached.count ?? 0, snapshot: record.snapshot }
    : record.snapshot ? { from: iso(record.opened_at), to: iso(record.last_seen_at), metric, readings: [], count: 0, snapshot: record.snapshot } : null
  return {
    id: record.id, ruleId: record.rule_id, ruleVersion: record.rule_version, ruleName: record.rule_name,
    unitId: record.unit_id, unitName: record.unit_name, district: record.district,
    point: record.lng === null || record.lat === null ? null : [record.lng, record.lat],
    deviceId: record.device_id, place: record.place, metric, type: record.type, confirmedType: record.confirmed_type,
    severity: record.severity as Alert['severity'], currentSeverity: record.current_severity as Alert['currentSeverity'],
    state: record.state as Alert['state'], review: record.review as Alert['review'],
    breachedAt: iso(record.breached_at), openedAt: iso(record.opened_at), lastSeenAt: iso(record.last_seen_at),
    acknowledgedAt: record.acknowledged_at && iso(record.acknowledged_at), resolvedAt: record.resolved_at && iso(record.resolved_at),
    value: record.value, limit: record.limit_value, unitOfMeasure: metric && METRICS[metric].unit,
    basis: record.basis as Alert['basis'], evidence, orderIds: attached?.orders ?? [],
    affected: record.affected && { count: record.affected.length, deviceIds: record.affected },
    occurrences: record.occurrences, corroboratedBy: record.corroborated_by ?? [], assignee: record.assignee, silencedUntil: null, timeline: record.timeline, version: record.version,
  }
}

/** Milliseconds and Z, however PostgreSQL wrote it. */
function iso(text: string): string {
  return new Date(text).toISOString()
}
