import type { Queryable } from './pool.ts'
import type { Vault } from './vault.ts'

/** A browser that agreed to be told. */
export interface PushSubscription {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
}

/** By what push services know this platform (VAPID). `subject` is a mailto: or https: address. */
export interface PushKeys {
  readonly publicKey: string
  readonly privateKey: string
  readonly subject: string
}

const SETTING = 'push-keys'

/** As it is kept: the private key sealed; `privateKey` is what an earlier version wrote in the clear. */
interface Kept {
  readonly publicKey: string
  readonly subject: string
  /** Base64. */
  readonly sealed?: string
  readonly privateKey?: string
}

/** The keys of this installation: made once, by whoever asks first, for browsers remember the public one. The private one is null under a key that does not open it. */
export async function pushKeys(db: Queryable, vault: Vault, make: () => PushKeys): Promise<Omit<PushKeys, 'privateKey'> & { readonly privateKey: string | null }> {
  const known = await keptKeys(db)
  if (!known) {
    await db.query('INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [SETTING, JSON.stringify(sealed(make(), vault))])
    return pushKeys(db, vault, make)
  }
  const { publicKey, subject, privateKey } = known
  return { publicKey, subject, privateKey: privateKey ?? vault.open(Buffer.from(known.sealed ?? '', 'base64'), SETTING) }
}

/** Seals what an earlier version wrote in the clear; of several that do so at once one does. */
export async function sealPushKeys(client: Queryable, vault: Vault): Promise<void> {
  const known = await keptKeys(client, true)
  if (known?.privateKey === undefined) return
  await client.query('UPDATE setting SET value = $2 WHERE key = $1', [SETTING, JSON.stringify(sealed({ ...known, privateKey: known.privateKey }, vault))])
}

async function keptKeys(db: Queryable, lock = false): Promise<Kept | null> {
  const { rows: [row] } = await db.query<{ value: string }>(`SELECT value FROM setting WHERE key = $1 ${lock ? 'FOR UPDATE' : ''}`, [SETTING])
  return row ? (JSON.parse(row.value) as Kept) : null
}

const sealed = ({ publicKey, subject, privateKey }: PushKeys, vault: Vault): Kept => ({ publicKey, subject, sealed: vault.seal(privateKey, SETTING).toString('base64') })

export async function subscriptionsOf(db: Queryable, username: string): Promise<PushSubscription[]> {
  const { rows } = await db.query<PushSubscription>('SELECT endpoint, p256dh, auth FROM push_subscription WHERE username = $1', [username])
  return rows
}

/** A browser belongs to whoever signed in last in it. */
export async function saveSubscription(db: Queryable, username: string, { endpoint, p256dh, auth }: PushSubscription, at: number): Promise<void> {
  await db.query(
    `INSERT INTO push_subscription (endpoint, username, p256dh, auth, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (endpoint) DO UPDATE SET username = $2, p256dh = $3, auth = $4`,
    [endpoint, username, p256dh, auth, new Date(at)])
}

/** @param username where given, only if the browser is this person's */
export async function dropSubscription(db: Queryable, endpoint: string, username?: string): Promise<void> {
  await db.query('DELETE FROM push_subscription WHERE endpoint = $1 AND ($2::text IS NULL OR username = $2)', [endpoint, username ?? null])
}
