import type { Queryable } from './pool.ts'

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

/** The keys of this installation: made once, by whoever asks first, for browsers remember the public one. */
export async function pushKeys(db: Queryable, make: () => PushKeys): Promise<PushKeys> {
  const { rows: [known] } = await db.query<{ value: string }>('SELECT value FROM setting WHERE key = $1', [SETTING])
  if (known) return JSON.parse(known.value) as PushKeys
  await db.query('INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [SETTING, JSON.stringify(make())])
  return pushKeys(db, make)
}

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
