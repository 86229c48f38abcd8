import { z } from 'zod'
import { shared, type Spanned } from '../../domain/backtest/comparison.ts'
import { SEVERITIES } from '../../domain/severity.ts'
import type { Queryable } from '../../stores/postgres/pool.ts'
import { raisedAlerts, type RaisedAlert } from '../../stores/postgres/raisedAlerts.ts'
import type { CoveredDevice } from '../../stores/postgres/ruleScope.ts'
import type { Found } from '../backtest/backtests.ts'
import type { WouldBe } from '../backtest/task.ts'

/** What is tried on what. Times are epoch milliseconds. */
export interface Plan {
  readonly rule: { readonly id: string; readonly metric: string } | { readonly id: string; readonly type: string }
  readonly devices: readonly CoveredDevice[]
  readonly covered: number
  readonly from: number
  readonly to: number
  readonly limit: number
  /** Whether a rule of this id is in force. */
  readonly exists: boolean
}

const MOST_RAISED = 20_000

/** The last line of a backtest. Compares with the alerts of the rule of the same id, where there is none with all about its metric or type. */
export async function presentResult(db: Queryable, plan: Plan, found: Found): Promise<object> {
  const { rule, devices, from, to } = plan
  const raised = await raisedAlerts(db, { devices: devices.map((device) => device.id), about: rule, from, to }, MOST_RAISED)
  const comparesRule = plan.exists || raised.some((alert) => alert.ruleId === rule.id)
  const were = comparesRule ? raised.filter((alert) => alert.ruleId === rule.id) : raised
  const wouldSpans = found.alerts.map(({ device, episode }) => ({ device, breachedAt: episode.breachedAt, resolvedAt: episode.resolvedAt }))
  const wereSpans = were.map(spanOf)
  const wasToo = shared(wouldSpans, wereSpans)
  const wouldToo = shared(wereSpans, wouldSpans)
  return {
    type: 'result', from: iso(from), to: iso(to), readings: found.readings, seconds: Math.round(found.seconds * 100) / 100,
    covered: plan.covered, tried: devices.length, comparedWith: comparesRule ? 'rule' : 'metric' in rule ? 'metric' : 'type',
    would: found.counts.reduce((sum, one) => sum + one.would, 0),
    inForce: plan.exists ? found.counts.reduce((sum, one) => sum + (one.inForce ?? 0), 0) : null,
    were: were.length,
    devices: deviceRows(plan, found, were),
    alerts: found.alerts.map((one, i) => presentWouldBe(one, wasToo[i] ?? false)),
    raised: were.slice(0, plan.limit).map((alert, i) => ({ ...alert, would: wouldToo[i] ?? false })),
  }
}

function deviceRows({ devices, exists }: Plan, { counts }: Found, were: readonly RaisedAlert[]): object[] {
  const counted = new Map(counts.map((one) => [one.device, one]))
  const raised = new Map<string, number>()
  for (const alert of were) raised.set(alert.deviceId, (raised.get(alert.deviceId) ?? 0) + 1)
  return devices.map(({ id, place, unitName }) => {
    const count = counted.get(id)
    return { device: id, place, unitName, readings: count?.readings ?? 0, would: count?.would ?? 0, inForce: exists ? (count?.inForce ?? 0) : null, were: raised.get(id) ?? 0 }
  })
}

function presentWouldBe({ device, episode }: WouldBe, was: boolean): object {
  const { breachedAt, openedAt, resolvedAt, severity, value, limit, draftOrder } = episode
  return { deviceId: device, severity, breachedAt: iso(breachedAt), openedAt: iso(openedAt), resolvedAt: resolvedAt === null ? null : iso(resolvedAt), value, limit, draftOrder, was }
}

function spanOf(alert: RaisedAlert): Spanned {
  return { device: alert.deviceId, breachedAt: Date.parse(alert.breachedAt), resolvedAt: alert.resolvedAt === null ? null : Date.parse(alert.resolvedAt) }
}

const iso = (ts: number): string => new Date(ts).toISOString()

const at = z.iso.datetime()
const breach = { severity: z.enum(SEVERITIES), breachedAt: at, openedAt: at, resolvedAt: at.nullable(), value: z.number().nullable(), limit: z.number().nullable() }
export const backtestAnswer = z.object({
  type: z.literal('result'), from: at, to: at, readings: z.int().meta({ description: 'Or recorded detections, where the draft is about these' }), seconds: z.number(),
  covered: z.int().meta({ description: 'Devices in the scope and your jurisdiction' }), tried: z.int(),
  comparedWith: z.enum(['rule', 'metric', 'type']).meta({ description: 'Whether `raised` is of the rule of the same id, or of all rules about its metric or type' }),
  would: z.int(), were: z.int(),
  inForce: z.int().nullable().meta({ description: 'How many the version in force would have raised on the same readings' }),
  devices: z.array(z.object({ device: z.string(), place: z.string().nullable(), unitName: z.string().nullable(), readings: z.int(), would: z.int(), inForce: z.int().nullable(), were: z.int() })),
  alerts: z.array(z.object({ deviceId: z.string(), ...breach, draftOrder: z.boolean(), was: z.boolean() })),
  raised: z.array(z.object({ id: z.string(), deviceId: z.string(), ruleId: z.string(), ruleName: z.string(), state: z.string(), ...breach, would: z.boolean() })),
}).meta({ id: 'BacktestResult' })
