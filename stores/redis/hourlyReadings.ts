import type { RedisClient } from './connect.ts'

const HOUR_MS = 3_600_000
const KEPT_MS = 8 * 24 * HOUR_MS
/** Readings judged in each hour, by the hour's start in epoch milliseconds. */
const KEY = 'mj:readings-by-hour'

/** Adds to the present hour what a partition has judged since it was last asked; a worker calls it with its figures. */
export async function countReadings(redis: RedisClient, now: number, readings: number): Promise<void> {
  if (readings <= 0) return
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS
  const total = await redis.hincrby(KEY, String(hour), readings)
  // The first to count in an hour clears what nobody asks for any more.
  if (total !== readings) return
  const old = (await redis.hkeys(KEY)).filter((field) => Number(field) < now - KEPT_MS)
  if (old.length > 0) await redis.hdel(KEY, ...old)
}

export async function readingsByHour(redis: RedisClient): Promise<Map<number, number>> {
  const fields = await redis.hgetall(KEY)
  return new Map(Object.entries(fields).map(([hour, total]) => [Number(hour), Number(total)]))
}
