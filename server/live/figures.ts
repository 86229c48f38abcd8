import type { RedisClient } from '../../stores/redis/connect.ts'
import { keys } from '../../stores/redis/keys.ts'

/** What the owner of one partition says of it. */
interface PartitionFigures {
  readonly at: number
  readonly perSecond: number
  /** By district. */
  readonly online: Readonly<Record<string, number>>
  readonly onlineTotal: number
}

/** The same of the whole city. */
export interface CityFigures {
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
  let perSecond = 0
  let onlineTotal = 0
  for (const partition of partitions) {
    if (now - partition.at > STALE_AFTER_MS) continue
    perSecond += partition.perSecond
    onlineTotal += partition.onlineTotal
    for (const [district, count] of Object.entries(partition.online)) online.set(district, (online.get(district) ?? 0) + count)
  }
  return { perSecond, online, onlineTotal }
}
