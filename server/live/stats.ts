import { SEVERITIES } from '../../domain/severity.ts'
import { beijingDayStart } from '../../domain/beijingTime.ts'
import type { Stats, TrendPoint } from '../../domain/stats.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import {
  countDay, countOnline, countOpenAlerts, countOpenedByHour, countOrders, countRegister, countResolvedByHour,
} from '../../stores/postgres/stats.ts'
import { readingsByHour } from '../../stores/redis/hourlyReadings.ts'
import type { Context } from '../context.ts'
import { cityFigures } from './figures.ts'
import { FreshFor } from './freshFor.ts'
import { cutStats, type Counted } from './statsCut.ts'
import { jurisdictionKey } from './topics.ts'

type StatsContext = Pick<Context, 'db' | 'redis' | 'clock' | 'configuration'>

/** Counts change by the second; the register is told of changes, and is looked at anyway now and then. */
const COUNTS_MS = 900
const REGISTER_MS = 30_000
const UNIT_MS = 3_000
const TREND_MS = 15_000
/** Counting may take this share of the time at most: what takes longer is done less often. */
const COUNTING_SHARE = 0.1
const HOUR_MS = 3_600_000

/**
 * The key figures. Counted once for the whole city and cut for those who see some districts; a unit is counted for
 * itself. Nothing is counted while nobody asks.
 */
export class StatsService {
  readonly #context: StatsContext
  readonly #kept: FreshFor
  #generation = 0

  constructor(context: StatsContext) {
    this.#context = context
    this.#kept = new FreshFor(context.clock, COUNTING_SHARE)
  }

  /** At most a second old, unless counting has become slow. */
  async figures(jurisdiction: Jurisdiction): Promise<Stats> {
    if (jurisdiction.scope === 'unit') {
      const { unit } = jurisdiction
      return this.#kept.get(`unit:${unit}`, UNIT_MS, async () => cutStats(await this.#countUnit(unit), null, []))
    }
    const counted = await this.#kept.get('city', COUNTS_MS, () => this.#countCity())
    const listed = this.#context.configuration.region.districts.map((district) => district.code)
    return cutStats(counted, jurisdiction.scope === 'city' ? null : jurisdiction.districts, listed)
  }

  /** The last `hours` hours, the present one included, oldest first. */
  async trend(jurisdiction: Jurisdiction, hours: number): Promise<TrendPoint[]> {
    return this.#kept.get(`trend:${hours}:${jurisdictionKey(jurisdiction)}`, TREND_MS, () => this.#trend(jurisdiction, hours))
  }

  /** To be called when units or devices have changed. */
  forgetRegister(): void {
    this.#generation += 1
  }

  async #countCity(): Promise<Counted> {
    const { db, redis, clock } = this.#context
    const at = clock()
    const [register, open, day, orders, figures] = await Promise.all([
      this.#kept.get(`register:${this.#generation}`, REGISTER_MS, () => countRegister(db, null)),
      this.#kept.get('open', 0, () => countOpenAlerts(db, null)),
      this.#kept.get(`day:${beijingDayStart(at)}`, 0, () => countDay(db, null, beijingDayStart(at), at)),
      this.#kept.get('orders', 0, () => countOrders(db, null)),
      cityFigures(redis, at),
    ])
    return { at, register, open, day, orders, online: figures.online, onlineTotal: figures.onlineTotal, perSecond: figures.perSecond }
  }

  async #countUnit(unit: string): Promise<Counted> {
    const { db, redis, clock } = this.#context
    const at = clock()
    const [register, open, day, orders, onlineTotal, city] = await Promise.all([
      countRegister(db, unit),
      countOpenAlerts(db, unit),
      countDay(db, unit, beijingDayStart(at), at),
      countOrders(db, unit),
      countOnline(db, unit),
      cityFigures(redis, at),
    ])
    const district = register[0]?.district
    const online = new Map(district === undefined ? [] : [[district, onlineTotal]])
    const perSecond = (city.perSecond * onlineTotal) / Math.max(1, city.onlineTotal)
    return { at, register, open, day, orders, online, onlineTotal, perSecond }
  }

  async #trend(jurisdiction: Jurisdiction, hours: number): Promise<TrendPoint[]> {
    const { db, redis, clock } = this.#context
    const newest = Math.floor(clock() / HOUR_MS) * HOUR_MS
    const oldest = newest - (hours - 1) * HOUR_MS
    const [opened, resolved, stats, whole, readings] = await Promise.all([
      countOpenedByHour(db, jurisdiction, oldest),
      countResolvedByHour(db, jurisdiction, oldest),
      this.figures(jurisdiction),
      cityFigures(redis, clock()),
      readingsByHour(redis),
    ])
    const share = jurisdiction.scope === 'city' ? 1 : stats.online / Math.max(1, whole.onlineTotal)
    const points = new Map<number, TrendPoint>()
    for (let t = oldest; t <= newest; t += HOUR_MS) {
      const none = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as TrendPoint['opened']
      points.set(t, { t: new Date(t).toISOString(), opened: none, resolved: 0, readings: Math.round((readings.get(t) ?? 0) * share) })
    }
    for (const { hour, severity, count } of opened) {
      const point = points.get(hour.getTime())
      if (point) point.opened[severity] += count
    }
    for (const { hour, count } of resolved) {
      const point = points.get(hour.getTime())
      if (point) point.resolved += count
    }
    return [...points.values()]
  }
}

const services = new WeakMap<StatsContext['db'], StatsService>()

/** The one service of this server: routes and live push share what it has counted. */
export function statsOf(context: StatsContext): StatsService {
  const known = services.get(context.db)
  if (known) return known
  const made = new StatsService(context)
  services.set(context.db, made)
  return made
}
