import type { Queryable } from './pool.ts'

/** Where a person is reached. */
export interface Contact {
  readonly username: string
  readonly name: string
  readonly phone: string | null
  readonly email: string | null
}

/** The person with what is known; null where there is no such user. */
export async function findContact(db: Queryable, username: string): Promise<Contact | null> {
  const { rows: [row] } = await db.query<Contact>('SELECT u.username, u.name, c.phone, c.email FROM app_user u LEFT JOIN contact c ON c.username = u.username WHERE u.username = $1', [username])
  return row ?? null
}

/** Everybody who can be told, by user name. */
export async function listContacts(db: Queryable): Promise<Contact[]> {
  const { rows } = await db.query<Contact>("SELECT u.username, u.name, c.phone, c.email FROM app_user u LEFT JOIN contact c ON c.username = u.username WHERE u.role <> 'enterprise' ORDER BY u.username LIMIT 2000")
  return rows
}

export async function saveContact(client: Queryable, username: string, phone: string | null, email: string | null, at: number): Promise<void> {
  await client.query('INSERT INTO contact (username, phone, email, updated_at) VALUES ($1, $2, $3, $4) ON CONFLICT (username) DO UPDATE SET phone = $2, email = $3, updated_at = $4',
    [username, phone, email, new Date(at)])
}
