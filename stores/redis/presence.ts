import type { Peer } from '../../domain/signalling.ts'
import type { RedisClient } from './connect.ts'
import { keys } from './keys.ts'

/** A page that is not spoken for again by then is gone, whatever became of its server. */
export const PRESENT_MS = 25_000

interface PresentPeer extends Peer {
  readonly until: number
  /** Its connection: one that is found dead late must not take away what a newer one has said. */
  readonly line: string
}

/** Says that this page is in the session. `now` is epoch milliseconds. */
export async function setPresent(redis: RedisClient, inspection: string, peer: Peer, line: string, now: number): Promise<void> {
  const present: PresentPeer = { ...peer, line, until: now + PRESENT_MS }
  await redis.hset(keys.present(inspection), peer.peer, JSON.stringify(present))
  await redis.pexpire(keys.present(inspection), 4 * PRESENT_MS)
}

/** Takes the page out; false where it has come back over another connection meanwhile. */
export async function setGone(redis: RedisClient, inspection: string, peer: string, line: string): Promise<boolean> {
  const text = await redis.hget(keys.present(inspection), peer)
  if (text !== null && (JSON.parse(text) as PresentPeer).line !== line) return false
  await redis.hdel(keys.present(inspection), peer)
  return true
}

/** Who is in the session, wherever they are connected. */
export async function presentIn(redis: RedisClient, inspection: string, now: number): Promise<Peer[]> {
  const all = Object.values(await redis.hgetall(keys.present(inspection))).map((text) => JSON.parse(text) as PresentPeer)
  return all.filter((one) => one.until > now).map(({ until: _until, line: _line, ...peer }) => peer).toSorted((a, b) => (a.peer < b.peer ? -1 : 1))
}
