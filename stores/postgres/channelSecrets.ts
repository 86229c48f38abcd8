import { transaction, type Pool, type Queryable } from './pool.ts'
import { sealPushKeys } from './push.ts'
import type { Vault } from './vault.ts'

const placeOf = (channel: string, name: string): string => `${channel}\n${name}`

/** The secrets of a channel that were set through the API and that this key opens, by name. */
export async function channelSecrets(db: Queryable, vault: Vault, channel: string): Promise<Record<string, string>> {
  const { rows } = await db.query<{ name: string; sealed: Buffer | null }>('SELECT name, sealed FROM channel_secret WHERE channel = $1', [channel])
  return Object.fromEntries(rows.flatMap(({ name, sealed }) => {
    const value = sealed && vault.open(sealed, placeOf(channel, name))
    return value === null ? [] : [[name, value]]
  }))
}

/** Sets a secret, or takes it away where the value is null. */
export async function setChannelSecret(client: Queryable, vault: Vault, secret: { channel: string; name: string; value: string | null }, author: string, at: number): Promise<void> {
  const { channel, name, value } = secret
  if (value === null) {
    await client.query('DELETE FROM channel_secret WHERE channel = $1 AND name = $2', [channel, name])
    return
  }
  await client.query(
    `INSERT INTO channel_secret (channel, name, sealed, author, updated_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (channel, name) DO UPDATE SET value = NULL, sealed = $3, author = $4, updated_at = $5`,
    [channel, name, vault.seal(value, placeOf(channel, name)), author, new Date(at)])
}

/**
 * Seals what an earlier version wrote in the clear; every process does so at its start, and finds nothing from then on.
 * @returns how many secrets this key does not open: they count as not set
 */
export async function sealStoredSecrets(db: Pool, vault: Vault): Promise<number> {
  return transaction(db, async (client) => {
    await sealPushKeys(client, vault)
    const { rows } = await client.query<{ channel: string; name: string; value: string | null; sealed: Buffer | null }>('SELECT channel, name, value, sealed FROM channel_secret FOR UPDATE')
    for (const { channel, name, value } of rows) {
      if (value !== null) await client.query('UPDATE channel_secret SET value = NULL, sealed = $3 WHERE channel = $1 AND name = $2', [channel, name, vault.seal(value, placeOf(channel, name))])
    }
    return rows.filter(({ channel, name, sealed }) => sealed !== null && vault.open(sealed, placeOf(channel, name)) === null).length
  })
}
