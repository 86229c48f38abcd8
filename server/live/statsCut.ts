import { ORDER_STATES } from '../../domain/order.ts'
import { SEVERITIES, type Severity } from '../../domain/severity.ts'
import type { DistrictStats, KindStats, Stats } from '../../domain/stats.ts'
import { UNIT_KINDS } from '../../domain/unit.ts'
import type { DayCount, OpenCount, OrderCount, RegisterCount } from '../../stores/postgres/stats.ts'

/** Everything counted, by district where that is known. */
export interface Counted {
  readonly at: number
  readonly register: readonly RegisterCount[]
  readonly open: readonly OpenCount[]
  readonly day: readonly DayCount[]
  readonly orders: readonly OrderCount[]
  /** Devices heard of, by district. */
  readonly online: ReadonlyMap<string, number>
  /** Those of no district included. */
  readonly onlineTotal: number
  readonly perSecond: number
}

/**
 * The figures of some districts, or of everything counted where `districts` is null. Readings per second are known for
 * the whole only; a part is given the share that its devices online have in those of the whole.
 */
export function cutStats(counted: Counted, districts: readonly string[] | null, listed: readonly string[]): Stats {
  const inside = <T extends { district: string | null }>(rows: readonly T[]): readonly T[] =>
    districts === null ? rows : rows.filter((row) => row.district !== null && districts.includes(row.district))
  const register = inside(counted.register)
  const open = inside(counted.open)
  const day = inside(counted.day)
  const online = districts === null ? counted.onlineTotal : sum(districts, (district) => counted.online.get(district) ?? 0)
  const share = districts === null ? 1 : online / Math.max(1, counted.onlineTotal)
  return {
    at: new Date(counted.at).toISOString(),
    units: sum(register, (row) => row.units),
    devices: sum(register, (row) => row.devices),
    online,
    readingsPerSecond: Math.round(counted.perSecond * share),
    open: bySeverity(open),
    openedToday: sum(day, (row) => row.openedToday),
    openedYesterdayByNow: sum(day, (row) => row.openedYesterdayByNow),
    resolvedToday: sum(day, (row) => row.resolvedToday),
    orders: byOrderState(inside(counted.orders)),
    districts: byDistrict(register, open, counted.online, districts ?? listed),
    kinds: byKind(register, open),
  }
}

function byDistrict(
  register: readonly RegisterCount[], open: readonly OpenCount[], online: Counted['online'], listed: readonly string[],
): DistrictStats[] {
  const codes = new Set([...listed, ...register.map((row) => row.district)])
  return [...codes].sort().map((district) => {
    const here = register.filter((row) => row.district === district)
    return {
      district,
      units: sum(here, (row) => row.units),
      devices: sum(here, (row) => row.devices),
      online: online.get(district) ?? 0,
      open: bySeverity(open.filter((row) => row.district === district)),
    }
  })
}

function byKind(register: readonly RegisterCount[], open: readonly OpenCount[]): KindStats[] {
  return UNIT_KINDS.map((kind) => ({
    kind,
    units: sum(register.filter((row) => row.kind === kind), (row) => row.units),
    open: bySeverity(open.filter((row) => row.kind === kind)),
  }))
}

function bySeverity(rows: readonly { severity: Severity; count: number }[]): Record<Severity, number> {
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>
  for (const { severity, count } of rows) counts[severity] += count
  return counts
}

function byOrderState(rows: readonly OrderCount[]): Stats['orders'] {
  const counts = Object.fromEntries(ORDER_STATES.map((state) => [state, 0])) as Stats['orders']
  for (const { state, count } of rows) counts[state] += count
  return counts
}

function sum<T>(rows: readonly T[], figure: (row: T) => number): number {
  return rows.reduce((total, row) => total + figure(row), 0)
}
