import type { Chance } from '../chance.ts'
import { boundsOf, isInside, type Point, type Polygon } from './geometry.ts'

/** Where people live in a district: its seat and its towns. */
export interface Settlement {
  readonly shape: readonly Polygon[]
  readonly bounds: readonly [number, number, number, number]
  readonly seat: Point
  readonly towns: readonly (readonly [Town, number])[]
}

interface Town {
  readonly name: string
  readonly point: Point
}

/** A place for a unit: the point, and the town it belongs to, null in and around the seat. */
export interface Place {
  readonly point: Point
  readonly town: string | null
}

const TOWN_NAMES = ['东关镇', '西柳镇', '南苇镇', '北槐镇', '前桑镇', '后榆镇', '大营铺镇', '小河湾镇', '石桥头镇', '清水店镇', '杨林乡', '麦陇乡', '枣园乡', '长堤乡']
const SEAT_SHARE = 0.48
const TOWN_SHARE = 0.44
const SEAT_SPREAD = 0.014
const TOWN_SPREAD = 0.009
const TRIES = 60

/** Makes up the towns of a district. A centre outside the shape gives way to a point inside it. */
export function settle(shape: readonly Polygon[], centre: Point, chance: Chance): Settlement {
  const count = 6 + Math.floor(chance.share() * 5)
  const first = Math.floor(chance.share() * TOWN_NAMES.length)
  const bounds = boundsOf(shape)
  const towns = Array.from({ length: count }, (_, i) => [{
    name: TOWN_NAMES[(first + i) % TOWN_NAMES.length] ?? '东关镇',
    point: anywhere({ shape, bounds }, chance),
  }, 0.4 + chance.share()] as const)
  return { shape, bounds, seat: isInside(shape, centre) ? centre : anywhere({ shape, bounds }, chance), towns }
}

/** A place inside the district: mostly about the seat or a town, now and then in the open country. */
export function place(settlement: Settlement, chance: Chance): Place {
  const share = chance.share()
  if (share < SEAT_SHARE) return { point: near(settlement, settlement.seat, SEAT_SPREAD, chance), town: null }
  const town = chance.pickWeighted(settlement.towns)
  if (share < SEAT_SHARE + TOWN_SHARE) return { point: near(settlement, town.point, TOWN_SPREAD, chance), town: town.name }
  return { point: anywhere(settlement, chance), town: town.name }
}

/** Dense in the middle with a long tail, as towns are. Degrees of longitude are shorter here: hence the stretch. */
function near({ shape }: Settlement, [lng, lat]: Point, spread: number, chance: Chance): Point {
  for (let i = 0; i < TRIES; i++) {
    const reach = spread * (0.35 + 1.3 * chance.share())
    const point = rounded([lng + reach * 1.26 * chance.normal(), lat + reach * chance.normal()])
    if (isInside(shape, point)) return point
  }
  return [lng, lat]
}

function anywhere({ shape, bounds: [west, south, east, north] }: Pick<Settlement, 'shape' | 'bounds'>, chance: Chance): Point {
  for (;;) {
    const point = rounded([chance.between(west, east), chance.between(south, north)])
    if (isInside(shape, point)) return point
  }
}

/** Six decimals are about a decimetre. */
function rounded([lng, lat]: Point): Point {
  return [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]
}
