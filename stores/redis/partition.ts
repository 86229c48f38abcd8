import type { RedisClient } from './connect.ts'
import { keys } from './keys.ts'

/**
 * Ownership of a partition and its commits. One worker at a time holds the lease; a commit names the lease it was made
 * under and the place in the feed it starts from, so that a worker that lost its lease, or a command sent twice,
 * changes nothing.
 */

const ACQUIRE = `
local holder = redis.call('GET', KEYS[1])
if holder and string.sub(holder, 1, #ARGV[1] + 1) ~= ARGV[1] .. '#' then return false end
local token = ARGV[1] .. '#' .. redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], token, 'PX', ARGV[2])
return token`

const RENEW = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`

const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`

const COMMIT = `
if redis.call('HGET', KEYS[2], 'commit') == ARGV[4] then return {} end
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'LEASE' end
if (redis.call('HGET', KEYS[2], 'offset') or '0-0') ~= ARGV[2] then return 'OFFSET' end
local at = 6
for i = 1, tonumber(ARGV[5]) do
  redis.call('HSET', KEYS[3], ARGV[at], ARGV[at + 1])
  at = at + 2
end
local ids = {}
while at <= #ARGV do
  ids[#ids + 1] = redis.call('XADD', KEYS[4], '*', 'v', ARGV[at])
  at = at + 1
end
redis.call('HSET', KEYS[2], 'offset', ARGV[3], 'commit', ARGV[4])
return ids`

const PRESENT = `
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('ZADD', KEYS[1], ms, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ms - tonumber(ARGV[2]))
return redis.call('ZRANGE', KEYS[1], 0, -1)`

/** A worker that stalls or dies loses its partitions after this long. */
export const LEASE_MS = 3_000

/**
 * Takes the share, a partition or any other work for one, if nobody else has it. A worker restarted under its own name takes its own lease over at once;
 * the token is new each time, so that what the dead one may still have sent is refused.
 * @returns the token to commit by, or null where somebody else holds it
 */
export async function acquireLease(redis: RedisClient, share: number | string, worker: string): Promise<string | null> {
  const token = await redis.eval(ACQUIRE, 2, keys.lease(share), keys.epoch(share), worker, LEASE_MS)
  return typeof token === 'string' ? token : null
}

export async function renewLease(redis: RedisClient, share: number | string, token: string): Promise<boolean> {
  return (await redis.eval(RENEW, 1, keys.lease(share), token, LEASE_MS)) === 1
}

export async function releaseLease(redis: RedisClient, share: number | string, token: string): Promise<void> {
  await redis.eval(RELEASE, 1, keys.lease(share), token)
}

/** Says that this worker lives, and answers who else does, sorted by when they last said so. */
export async function announceWorker(redis: RedisClient, worker: string): Promise<string[]> {
  return (await redis.eval(PRESENT, 1, keys.workers, worker, LEASE_MS + 1_000)) as string[]
}

export async function retireWorker(redis: RedisClient, worker: string): Promise<void> {
  await redis.zrem(keys.workers, worker)
}

export interface Commit {
  readonly token: string
  /** Where the last commit left off. */
  readonly from: string
  readonly to: string
  /** Unique to this commit: the same one sent twice is applied once. */
  readonly id: string
  /** Device id → state, JSON. */
  readonly states: readonly (readonly [string, string])[]
  /** Verdicts, JSON, in order. */
  readonly verdicts: readonly string[]
}

export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

/**
 * New states, verdicts and position in one atomic step. Throws LeaseLost where this worker is no longer the owner.
 * @returns the stream ids of the verdicts, in their order; none where a repetition found it done
 */
export async function commit(redis: RedisClient, partition: number, one: Commit): Promise<string[]> {
  const answer = await redis.eval(
    COMMIT, 4, keys.lease(partition), keys.position(partition), keys.state(partition), keys.verdicts(partition),
    one.token, one.from, one.to, one.id, one.states.length, ...one.states.flat(), ...one.verdicts,
  )
  if (!Array.isArray(answer)) throw new LeaseLost(`partition ${partition}: ${String(answer)}`)
  return answer as string[]
}

/** The committed position and states of a partition, as a new owner finds them. */
export async function loadPartition(redis: RedisClient, partition: number, each: (device: string, state: string) => void): Promise<string> {
  const position = (await redis.hget(keys.position(partition), 'offset')) ?? '0-0'
  let cursor = '0'
  do {
    const [next, flat] = await redis.hscan(keys.state(partition), cursor, 'COUNT', 500)
    for (let i = 0; i + 1 < flat.length; i += 2) each(flat[i] ?? '', flat[i + 1] ?? '')
    cursor = next
  } while (cursor !== '0')
  return position
}
