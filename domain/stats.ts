import type { OrderState } from './order.ts'
import type { Severity } from './severity.ts'
import type { UnitKind } from './unit.ts'

type Counts<K extends string> = Record<K, number>

export interface DistrictStats {
  district: string
  units: number
  devices: number
  online: number
  open: Counts<Severity>
}

export interface KindStats {
  kind: UnitKind
  units: number
  open: Counts<Severity>
}

/** The key figures of the wall, for what the viewer may see; pushed once a second on topic `stats`. */
export interface Stats {
  /** ISO 8601 UTC: of when the figures are. */
  at: string
  units: number
  devices: number
  /** Devices heard of within three of their intervals. */
  online: number
  readingsPerSecond: number
  /** Alerts open or acknowledged, by severity. */
  open: Counts<Severity>
  openedToday: number
  /** The same span of yesterday (midnight to this time of day, Beijing). */
  openedYesterdayByNow: number
  resolvedToday: number
  orders: Counts<OrderState>
  districts: DistrictStats[]
  kinds: KindStats[]
}

/** GET /api/v1/stats/trend: one point an hour, oldest first. */
export interface TrendPoint {
  /** Start of the hour, ISO 8601 UTC. */
  t: string
  opened: Counts<Severity>
  resolved: number
  readings: number
}

/** GET /api/v1/map/units: every unit in the jurisdiction, as columns, so that 34,432 of them stay small. */
export interface UnitPoints {
  ids: string[]
  names: string[]
  lng: number[]
  lat: number[]
  /** Index into UNIT_KINDS. */
  kind: number[]
  district: string[]
  /** 1 where the unit has devices. */
  instrumented: number[]
}
