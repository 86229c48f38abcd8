import type { Connection } from './client.ts'

/** The figures are promised once a second; older than this they are marked as late. */
export const STATS_PROMISE_MS = 6000

export type Health =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'lost' | 'refused'; since: number; seconds: number }
  | { kind: 'stale'; since: number; seconds: number }

/** What the viewer should be told about the connection and the age of what they see. */
export function healthOf(connection: Connection, statsHeardAt: number | null, now: number): Health {
  const seconds = (since: number): number => Math.max(0, Math.floor((now - since) / 1000))
  if (connection.state === 'lost' || connection.state === 'refused') {
    return { kind: connection.state, since: connection.since, seconds: seconds(connection.since) }
  }
  if (connection.state === 'connecting') return { kind: 'connecting' }
  if (statsHeardAt !== null && now - statsHeardAt > STATS_PROMISE_MS) return { kind: 'stale', since: statsHeardAt, seconds: seconds(statsHeardAt) }
  return { kind: 'live' }
}
