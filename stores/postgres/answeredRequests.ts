import type { Queryable } from './pool.ts'

const KEPT_MS = 24 * 3_600_000

/** A request that its sender may send again because no answer came. */
export interface KeyedRequest {
  readonly username: string
  /** Made by the sender, one for each thing they mean to do. */
  readonly key: string
  /** Of all that the request says. */
  readonly digest: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** What was answered before, or null where the request is new; then the answer is told with `keepAnswer` in the same transaction. */
export type Earlier = { readonly answer: object } | 'of another request' | null

/** Waits for the same request where it is under way: of two at once one is carried out. */
export async function beginRequest(client: Queryable, { username, key, digest, at }: KeyedRequest): Promise<Earlier> {
  const { rowCount } = await client.query(
    'INSERT INTO answered_request (username, key, digest, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [username, key, digest, new Date(at)])
  if (rowCount) return null
  const { rows: [earlier] } = await client.query<{ digest: string; answer: object }>('SELECT digest, answer FROM answered_request WHERE username = $1 AND key = $2', [username, key])
  return earlier?.digest === digest ? earlier : 'of another request'
}

export async function keepAnswer(client: Queryable, { username, key }: KeyedRequest, answer: object): Promise<void> {
  await client.query('UPDATE answered_request SET answer = $3::json WHERE username = $1 AND key = $2', [username, key, JSON.stringify(answer)])
}

/** Forgets what was answered more than a day before `now`, epoch milliseconds. */
export async function forgetAnswers(db: Queryable, now: number): Promise<void> {
  await db.query('DELETE FROM answered_request WHERE at < $1', [new Date(now - KEPT_MS)])
}
