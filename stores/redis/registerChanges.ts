import type { RegisterChange } from '../../domain/feed.ts'
import type { RedisClient } from './connect.ts'
import type { FeedWriter } from './feed.ts'
import { keys } from './keys.ts'

/** More ids than this are told as "many". */
const MOST_IDS = 500

/** The note of a change that touched these ids. */
export function registerChange(what: RegisterChange['what'], ids: readonly string[]): RegisterChange {
  return { kind: 'register-change', what, ids: ids.length > MOST_IDS ? [] : ids }
}

/**
 * Tells every server and every worker that something changed, and resolves when whatever is sent from now on will be
 * judged by the change.
 */
export async function announceChange(redis: RedisClient, feed: FeedWriter, change: RegisterChange): Promise<void> {
  await redis.publish(keys.channel.registerChange, JSON.stringify(change))
  await feed.announce(change)
}
