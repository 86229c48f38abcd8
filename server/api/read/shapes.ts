import { z } from 'zod'
import { ALERT_STATES } from '../../../domain/alert.ts'
import { BLAMELESS_DISMISSALS, DISMISSAL_KEYS } from '../../../domain/cameraPrecision.ts'
import { METRIC_NAMES, type MetricName } from '../../../domain/metrics.ts'
import { ORDER_STATES } from '../../../domain/order.ts'
import { SEVERITIES } from '../../../domain/severity.ts'
import { UNIT_KINDS } from '../../../domain/unit.ts'

/** What the reading side answers, as the OpenAPI document shows it. */
export const time = z.iso.datetime().meta({ description: 'ISO 8601 UTC with milliseconds' })
const severity = z.enum(SEVERITIES)
const metric = z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]])
export const basis = z.object({ kind: z.string(), document: z.string().optional(), clause: z.string().optional(), status: z.string() })
export const timeline = z.array(z.object({ at: time, event: z.string(), by: z.string(), note: z.string().optional() }))
export const evidence = z.object({
  from: time, to: time, metric: metric.nullable(),
  readings: z.array(z.array(z.number()).length(2)).meta({ description: '[epoch ms, value], oldest first; empty in lists' }),
  count: z.int(), snapshot: z.string().nullable(),
})
const perSeverity = z.object({ info: z.int(), minor: z.int(), major: z.int(), critical: z.int() })

export const alertSchema = z.object({
  id: z.string(), ruleId: z.string(), ruleVersion: z.int(), ruleName: z.string(),
  unitId: z.string().nullable(), unitName: z.string().nullable(), district: z.string().nullable(),
  point: z.array(z.number()).length(2).nullable(), deviceId: z.string(), place: z.string().nullable(),
  metric: metric.nullable(), type: z.string().nullable(),
  confirmedType: z.string().nullable().meta({ description: 'What a person says the camera saw; `type` stays what the camera said' }), severity, currentSeverity: severity,
  state: z.enum(ALERT_STATES), review: z.enum(['pending', 'confirmed', 'dismissed']).nullable(),
  breachedAt: time, openedAt: time, lastSeenAt: time, acknowledgedAt: time.nullable(), resolvedAt: time.nullable(),
  value: z.number().nullable(), limit: z.number().nullable(), unitOfMeasure: z.string().nullable(), basis: basis.nullable(),
  evidence: evidence.nullable(), orderIds: z.array(z.string()),
  affected: z.object({ count: z.int(), deviceIds: z.array(z.string()) }).nullable().meta({ description: 'The devices behind a silent gateway' }),
  occurrences: z.int().nullable().meta({ description: 'How many events of the camera stand behind it; null for what no camera saw' }),
  assignee: z.object({ username: z.string(), name: z.string() }).nullable().meta({ description: 'The officer it was assigned to' }),
  corroboratedBy: z.array(z.string()).meta({ description: 'Alerts of other devices that bore out what the camera saw' }),
  silencedUntil: time.nullable().meta({ description: 'Until when people asked not to be told of it, as of this answer' }),
  timeline, version: z.int(),
  people: z.record(z.string(), z.string()).optional().meta({ description: 'Names by user name; of one alert only' }),
}).meta({ id: 'Alert' })

export const detectionSchema = z.object({
  id: z.string(), deviceId: z.string(), unitId: z.string().nullable(), unitName: z.string().nullable(), district: z.string().nullable(),
  type: z.string(), phase: z.enum(['start', 'update', 'end']), startedAt: time, lastSeenAt: time, endedAt: time.nullable(),
  confidence: z.number().nullable(), box: z.array(z.number()).length(4).nullable(), zone: z.string().nullable(),
  track: z.string().nullable(), model: z.string().nullable(), frames: z.object({ hit: z.int(), total: z.int() }).nullable(),
  snapshot: z.string().nullable(), review: z.enum(['pending', 'confirmed', 'dismissed']).nullable(), reviewedBy: z.string().nullable(),
  reviewedAt: time.nullable(), confirmedType: z.string().nullable(), alertId: z.string().nullable(),
}).meta({ id: 'Detection' })

/** Words of one's own go into a note: whose fault it was is decided by the key. */
export const dismissalReason = z.enum(DISMISSAL_KEYS).meta({
  description: `mistaken and false-positive count against camera and rule, device against the camera; ${BLAMELESS_DISMISSALS.join(', ')} against nobody`,
})

export const precisionSchema = z.object({
  deviceId: z.string(), place: z.string().nullable(), unitId: z.string().nullable(), unitName: z.string().nullable(), district: z.string().nullable(),
  type: z.string(), reviewed: z.int(), confirmed: z.int(), precision: z.number(), updatedAt: time,
  trusted: z.boolean().meta({ description: 'False where its detections of this kind await a review and open no alert' }),
}).meta({ id: 'CameraPrecision' })

export const deadLetterSchema = z.object({
  id: z.string(), device: z.string().nullable(), receivedAt: time, source: z.enum(['mqtt', 'http', 'feed']), address: z.string(),
  type: z.string(), detail: z.string(), payload: z.string(),
}).meta({ id: 'DeadLetter' })

export const bucketsSchema = z.object({
  buckets: z.array(z.object({ t: time, min: z.number(), max: z.number(), last: z.number(), count: z.int() })),
}).meta({ id: 'ReadingBuckets' })

export const statsSchema = z.object({
  at: time, units: z.int(), devices: z.int(), online: z.int(), readingsPerSecond: z.int(), open: perSeverity,
  openedToday: z.int(), openedYesterdayByNow: z.int(), resolvedToday: z.int(), orders: z.record(z.enum(ORDER_STATES), z.int()),
  districts: z.array(z.object({ district: z.string(), units: z.int(), devices: z.int(), online: z.int(), open: perSeverity })),
  kinds: z.array(z.object({ kind: z.enum(UNIT_KINDS), units: z.int(), open: perSeverity })),
}).meta({ id: 'Stats' })

export const trendSchema = z.array(z.object({ t: time, opened: perSeverity, resolved: z.int(), readings: z.int() })).meta({ id: 'Trend' })

export const unitPointsSchema = z.object({
  ids: z.array(z.string()), names: z.array(z.string()), lng: z.array(z.number()), lat: z.array(z.number()),
  kind: z.array(z.int()), district: z.array(z.string()), instrumented: z.array(z.int()),
}).meta({ id: 'UnitPoints' })

/** A list that says at which live cursor it is true. */
export function livePageOf(item: z.ZodType): z.ZodType {
  return z.object({
    items: z.array(item), next: z.string().nullable(),
    asOf: z.string().meta({ description: 'The live cursor from which to follow on' }),
  })
}
