import { createHash } from 'node:crypto'
import type { Request } from 'express'
import type { User } from '../../domain/user.ts'
import { beginRequest, keepAnswer } from '../../stores/postgres/answeredRequests.ts'
import { transaction, type Client, type Pool } from '../../stores/postgres/pool.ts'
import { Problem } from './problem.ts'

const KEY = /^[\w.:-]{8,100}$/

/**
 * Runs `work` in one transaction, and once for each `Idempotency-Key` of the person: whoever got no answer may send the
 * same again. What was refused left nothing behind and is judged anew.
 */
export function once<T extends object>({ db, clock }: { db: Pool; clock: () => number }, request: Request, user: User, work: (client: Client) => Promise<T>): Promise<T> {
  const key = request.get('idempotency-key')
  if (key === undefined) return transaction(db, work)
  if (!KEY.test(key)) throw new Problem('bad-request', 'Idempotency-Key: 8 to 100 letters, digits, or any of . : _ -')
  // What was answered to a person is told again only to who they still are.
  const said = [request.method, request.originalUrl, request.body ?? null, user.role, user.jurisdiction]
  const digest = createHash('sha256').update(JSON.stringify(said)).digest('base64url')
  const keyed = { username: user.username, key, digest, at: clock() }
  return transaction(db, async (client) => {
    const earlier = await beginRequest(client, keyed)
    if (earlier === 'of another request') throw new Problem('conflict', 'This Idempotency-Key was used for another request')
    if (earlier) return earlier.answer as T
    const answer = await work(client)
    await keepAnswer(client, keyed, answer)
    return answer
  })
}
