import { createHash } from 'node:crypto'
import type { Queryable } from './pool.ts'

/** The secrets of a channel that were set through the API, by name. */
export async function channelSecrets(db: Queryable, channel: string): Promise<Record<string, string>> {
  const { rows } = await db.query<{ name: string; value: string }>('SELECT name, value FROM channel_secret WHERE channel = $1', [channel])
  return Object.fromEntries(rows.map((row) => [row.name, row.value]))
}

/** Sets a secret, or takes it away where the value is null. */
export async function setChannelSecret(client: Queryable, channel: string, name: string, value: string | null, author: string, at: number): Promise<void> {
  if (value === null) {
    await client.query('DELETE FROM channel_secret WHERE channel = $1 AND name = $2', [channel, name])
    return
  }
  await client.query(
    `INSERT INTO channel_secret (channel, name, value, author, updated_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (channel, name) DO UPDATE SET value = $3, author = $4, updated_at = $5`,
    [channel, name, value, author, new Date(at)])
}
/** What may be shown of a secret: enough to see whether two are the same. */
export interface SecretSign {
  readonly name: string
  /** The first digits of its SHA-256. */
  readonly fingerprint: string
  /** Where it comes from. */
  readonly source: 'stored' | 'environment'
}

export function signOf(name: string, value: string, source: SecretSign['source']): SecretSign {
  return { name, fingerprint: createHash('sha256').update(value).digest('hex').slice(0, 12), source }
}
