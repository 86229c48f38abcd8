import type { RedisClient } from './connect.ts'
import { keys, partitionOf } from './keys.ts'

/** What has arrived through a gateway, by our clock in epoch milliseconds. */
export interface GatewayLife {
  /** When anything last arrived from it or from one of its devices. */
  readonly heard: number
  /** Whether it has ever spoken for itself. */
  readonly own: boolean
  /** Pauses longer than its limit, oldest first. */
  readonly pauses: readonly (readonly [number, number])[]
}

/** Until its limit is known, shorter pauses than this are no news. Milliseconds. */
const LEAST_PAUSE_MS = 3_000
const PAUSES_KEPT = 8

/** A pause that ends is kept, so that whoever was silent behind the gateway can be told from whoever was silent by himself. */
const HEAR = `
local text = redis.call('HGET', KEYS[1], ARGV[1])
local life = text and cjson.decode(text) or { heard = tonumber(ARGV[2]), own = false, pauses = {} }
local now = tonumber(ARGV[2])
local limit = tonumber(redis.call('HGET', KEYS[1], 'limit:' .. ARGV[1]) or ARGV[4])
if now - life.heard > limit then
  table.insert(life.pauses, { life.heard, now })
  if #life.pauses > tonumber(ARGV[5]) then table.remove(life.pauses, 1) end
end
if now > life.heard then life.heard = now end
if ARGV[3] == '1' then life.own = true end
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(life))
return 1`

/** Notes that something arrived through the gateway, or from itself. */
export async function hearGateway(redis: RedisClient, partitions: number, gateway: string, now: number, own: boolean): Promise<void> {
  await redis.eval(HEAR, 1, keys.gateways(partitionOf(gateway, partitions)), gateway, now, own ? 1 : 0, LEAST_PAUSE_MS, PAUSES_KEPT)
}

/** After how long a gateway is silent; shorter pauses of it are not kept. */
export async function limitGateway(redis: RedisClient, partition: number, gateway: string, limitMs: number): Promise<void> {
  await redis.hset(keys.gateways(partition), `limit:${gateway}`, limitMs)
}

/** The gateways of a partition that were ever heard. */
export async function gatewaysOf(redis: RedisClient, partition: number): Promise<Map<string, GatewayLife>> {
  const fields = Object.entries(await redis.hgetall(keys.gateways(partition)))
  return new Map(fields.flatMap(([gateway, text]) => (gateway.startsWith('limit:') ? [] : [[gateway, read(text)] as const])))
}

/** One gateway, or null where it was never heard. */
export async function gatewayLife(redis: RedisClient, partitions: number, gateway: string): Promise<GatewayLife | null> {
  const key = keys.gateways(partitionOf(gateway, partitions))
  const [text, limit] = await redis.hmget(key, gateway, `limit:${gateway}`)
  if (!text) return null
  const life = read(text)
  return limit ? { ...life, pauses: life.pauses.filter(([from, to]) => to - from > Number(limit)) } : life
}

/** An empty list comes out of Lua as an object. */
function read(text: string): GatewayLife {
  const life = JSON.parse(text) as GatewayLife
  return Array.isArray(life.pauses) ? life : { ...life, pauses: [] }
}
