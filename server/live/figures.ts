import type { RedisClient } from '../../stores/redis/connect.ts'
import { keys } from '../../stores/redis/keys.ts'

/** What the owner of one partition says of it. */
interface PartitionFigures {
  readonly at: number
  /** Judged so far; only ever grows. */
  readonly readings: number
  readonly perSecond: number
  /** By district. */
  readonly online: Readonly<Record<string, number>>
  readonly onlineTotal: number
}

/** The same of the whole city. */
export interface CityFigures {
  readonly readings: number
  readonly perSecond: number
  readonly online: ReadonlyMap<string, number>
  readonly onlineTotal: number
}

/** A partition that changes its owner is silent for some seconds; beyond this it is not counted any more. */
const STALE_AFTER_MS = 15_000

export async function cityFigures(redis: RedisClient, now: number): Promise<CityFigures> {
  const fields = await redis.hgetall(keys.figures)
  return sumFigures(Object.values(fields).map((text) => JSON.parse(text) as PartitionFigures), now)
}

export function sumFigures(partitions: readonly PartitionFigures[], now: number): CityFigures {
  const online = new Map<string, number>()
  let readings = 0
  let perSecond = 0
  let onlineTotal = 0
  for (const partition of partitions) {
    readings += partition.readings
    if (now - partition.at > STALE_AFTER_MS) continue
    perSecond += partition.perSecond
    onlineTotal += partition.onlineTotal
    for (const [district, count] of Object.entries(partition.online)) online.set(district, (online.get(district) ?? 0) + count)
  }
  return { readings, perSecond, online, onlineTotal }
}

/** Total judged when an hour was first looked at, by the hour's start in epoch milliseconds. */
const HOURLY = 'mj:readings-by-hour'
const HOUR_MS = 3_600_000
const KEPT_HOURS = 24 * 8

/** Notes how many readings had been judged when this hour began, unless another server has. */
export async function noteHour(redis: RedisClient, now: number, readings: number): Promise<void> {
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS
  const isNew = await redis.hsetnx(HOURLY, String(hour), String(readings))
  if (isNew === 0) return
  const old = (await redis.hkeys(HOURLY)).filter((field) => Number(field) < hour - KEPT_HOURS * HOUR_MS)
  if (old.length > 0) await redis.hdel(HOURLY, ...old)
}

/** Readings judged in each hour that was looked at from its beginning, the present one up to now. */
export async function readingsByHour(redis: RedisClient, readingsNow: number): Promise<Map<number, number>> {
  const totals = Object.entries(await redis.hgetall(HOURLY))
    .map(([hour, total]) => [Number(hour), Number(total)] as const)
    .sort(([a], [b]) => a - b)
  return new Map(totals.map(([hour, total], i) => {
    const following = totals[i + 1]?.[1] ?? readingsNow
    return [hour, Math.max(0, following - total)]
  }))
}
