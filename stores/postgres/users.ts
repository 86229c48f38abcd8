import type { Jurisdiction, Role, User } from '../../domain/user.ts'
import { Conditions, containing, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

interface UserRow {
  id: string
  username: string
  name: string
  role: Role
  jurisdiction: Jurisdiction
  may_issue: boolean
  created_at: Date
}

/** What is needed to check a password; never leaves the server. */
export interface Credentials {
  readonly user: User
  readonly passwordHash: string
}

const COLUMNS = 'id, username, name, role, jurisdiction, may_issue, created_at'

/** Inserts a user; false where the user name is taken. */
export async function insertUser(client: Queryable, user: User, passwordHash: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO app_user (${COLUMNS}, password_hash) VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [user.id, user.username, user.name, user.role, JSON.stringify(user.jurisdiction), user.mayIssue, new Date(user.createdAt), passwordHash],
  )
  return rowCount === 1
}

export async function updateUser(client: Queryable, user: User): Promise<void> {
  await client.query('UPDATE app_user SET name = $2, role = $3, jurisdiction = $4::jsonb, may_issue = $5 WHERE id = $1',
    [user.id, user.name, user.role, JSON.stringify(user.jurisdiction), user.mayIssue])
}

/** Sessions remember the hash they were opened under, so a new password ends them. */
export async function setPassword(client: Queryable, id: string, passwordHash: string): Promise<void> {
  await client.query('UPDATE app_user SET password_hash = $2 WHERE id = $1', [id, passwordHash])
}

/** Deletes the user with its personal tokens. */
export async function deleteUser(client: Queryable, id: string): Promise<void> {
  await client.query('DELETE FROM app_user WHERE id = $1', [id])
}

export async function findUser(db: Queryable, id: string, lock = false): Promise<User | null> {
  const { rows: [row] } = await db.query<UserRow>(`SELECT ${COLUMNS} FROM app_user WHERE id = $1 ${lock ? 'FOR UPDATE' : ''}`, [id])
  return row ? presentUser(row) : null
}

export async function findCredentials(db: Queryable, by: 'id' | 'username', value: string): Promise<Credentials | null> {
  const { rows: [row] } = await db.query<UserRow & { password_hash: string }>(
    `SELECT ${COLUMNS}, password_hash FROM app_user WHERE ${by} = $1`, [value],
  )
  return row ? { user: presentUser(row), passwordHash: row.password_hash } : null
}

/** Everybody who is no enterprise, by user name. */
export async function listOfficers(db: Queryable): Promise<User[]> {
  const { rows } = await db.query<UserRow>(`SELECT ${COLUMNS} FROM app_user WHERE role <> 'enterprise' ORDER BY username`)
  return rows.map(presentUser)
}

/** Those of the user names that exist, with what they may do. */
export async function findNamed(db: Queryable, usernames: readonly string[]): Promise<Pick<User, 'username' | 'role' | 'mayIssue'>[]> {
  if (usernames.length === 0) return []
  const { rows } = await db.query<UserRow>('SELECT username, role, may_issue FROM app_user WHERE username = ANY($1::text[])', [usernames])
  return rows.map((row) => ({ username: row.username, role: row.role, mayIssue: row.may_issue }))
}

/** What those of the user names that exist are called. */
export async function namesOf(db: Queryable, usernames: readonly string[]): Promise<Record<string, string>> {
  if (usernames.length === 0) return {}
  const { rows } = await db.query<Pick<UserRow, 'username' | 'name'>>('SELECT username, name FROM app_user WHERE username = ANY($1::text[])', [usernames])
  return Object.fromEntries(rows.map((row) => [row.username, row.name]))
}

/** How many administrators there are; locks them, so that two can't demote each other at once. */
export async function countAdministrators(client: Queryable): Promise<number> {
  const { rows } = await client.query("SELECT id FROM app_user WHERE role = 'admin' ORDER BY id FOR UPDATE")
  return rows.length
}

export async function listUsers(db: Queryable, filter: { role?: Role; q?: string }, request: PageRequest): Promise<Page<User>> {
  const conditions = new Conditions()
  if (filter.role) conditions.where('role = ?', filter.role)
  if (filter.q) conditions.where('username ILIKE ? OR name ILIKE ?', containing(filter.q))
  const { items, next } = await readPage<UserRow>(db, { columns: COLUMNS, from: 'app_user', time: 'created_at', id: 'id' }, conditions, request)
  return { items: items.map(presentUser), next }
}

/** Used by whatever joins users to something else. */
export function presentUser(row: UserRow): User {
  return {
    id: row.id, username: row.username, name: row.name, role: row.role, jurisdiction: row.jurisdiction,
    mayIssue: row.may_issue, createdAt: row.created_at.toISOString(),
  }
}
