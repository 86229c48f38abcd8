import type { Alert } from '../../domain/alert.ts'
import { severityRank } from '../../domain/severity.ts'
import type { UnitPoints } from '../../domain/stats.ts'
import type { Projection } from './projection.ts'

/** A unit that somebody pointed at, by itself or by its alert; where it is on the map, in pixels of the page. */
export interface Picked {
  readonly unitId: string
  readonly name: string
  readonly district: string | null
  readonly alert: Alert | null
  readonly x: number
  readonly y: number
}

export interface Pickable {
  readonly alerts: readonly Alert[]
  /** Null while units are no points of their own. */
  readonly units: UnitPoints | null
  readonly project: Projection
  /** Of a design pixel in pixels of the page. */
  readonly scale: number
}

/** How far beside a mark a finger may land, in design pixels. */
const [NEAR_ALERT, NEAR_UNIT] = [16, 9]

/** The unit under the spot: alerts lie above units, and of several within reach the gravest counts, then the nearest. */
export function pickAt(spot: readonly [number, number], { alerts, units, project, scale }: Pickable): Picked | null {
  const away = (at: readonly [number, number]): number => Math.hypot(at[0] - spot[0], at[1] - spot[1])
  let best: Picked | null = null
  let [rank, least] = [-1, 0]
  for (const alert of alerts) {
    if (!alert.point || alert.unitId === null) continue
    const [x, y] = project(alert.point)
    const [far, grave] = [away([x, y]), severityRank(alert.severity)]
    if (far > NEAR_ALERT * scale || grave < rank || (grave === rank && far >= least)) continue
    best = { unitId: alert.unitId, name: alert.unitName ?? alert.unitId, district: alert.district, alert, x, y }
    ;[rank, least] = [grave, far]
  }
  return best ?? (units && nearestUnit(units, project, away, NEAR_UNIT * scale))
}

function nearestUnit(units: UnitPoints, project: Projection, away: (at: readonly [number, number]) => number, reach: number): Picked | null {
  let best: Picked | null = null
  let least = reach
  for (let i = 0; i < units.ids.length; i++) {
    const [x, y] = project([units.lng[i] ?? 0, units.lat[i] ?? 0])
    const far = away([x, y])
    if (far > least) continue
    least = far
    best = { unitId: units.ids[i] ?? '', name: units.names[i] ?? '', district: units.district[i] ?? null, alert: null, x, y }
  }
  return best
}
