import { Cluster } from 'ioredis'
import type { RedisClient } from './connect.ts'

const NEEDED: Readonly<Record<string, string>> = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' }

/**
 * What of an outside Redis falls short of what our acknowledgements promise, one line each; empty where all is well
 * or the server does not tell.
 */
export async function durabilityGaps(redis: RedisClient): Promise<string[]> {
  const [server] = redis instanceof Cluster ? redis.nodes('master') : [redis]
  const gaps: string[] = []
  for (const [name, wanted] of Object.entries(NEEDED)) {
    const answer = (await server?.config('GET', name).catch(() => null)) as string[] | Record<string, string> | null | undefined
    const found = Array.isArray(answer) ? answer[1] : answer?.[name]
    if (found !== undefined && found !== wanted) gaps.push(`Redis has ${name} ${found}, but acknowledgements need ${name} ${wanted}`)
  }
  return gaps
}
