import type { User } from '../../domain/user.ts'
import type { Queryable } from './pool.ts'
import { presentUser } from './users.ts'

/** A personal token of a program. The token itself is shown once and never kept. */
export interface PersonalToken {
  /** The first 16 hexadecimal digits of its SHA-256. */
  id: string
  name: string
  createdAt: string
}

export async function insertToken(client: Queryable, token: { hash: Buffer; userId: string; name: string; at: number }): Promise<void> {
  await client.query('INSERT INTO api_token (token_hash, user_id, name, created_at) VALUES ($1, $2, $3, $4)',
    [token.hash, token.userId, token.name, new Date(token.at)])
}

/** Makes this the only token of that name, owned by that user, whoever held it before. */
export async function replaceToken(client: Queryable, token: { hash: Buffer; userId: string; name: string; at: number }): Promise<void> {
  await client.query('DELETE FROM api_token WHERE token_hash = $1 OR (user_id = $2 AND name = $3)', [token.hash, token.userId, token.name])
  await insertToken(client, token)
}

export async function hasToken(db: Queryable, userId: string, name: string, hash: Buffer | null = null): Promise<boolean> {
  const { rowCount } = await db.query(
    'SELECT 1 FROM api_token WHERE user_id = $1 AND name = $2 AND ($3::bytea IS NULL OR token_hash = $3)', [userId, name, hash],
  )
  return rowCount !== 0
}

/** Who holds the token. The hash of a long random text needs no comparison in constant time. */
export async function findUserByToken(db: Queryable, hash: Buffer): Promise<User | null> {
  const { rows: [row] } = await db.query(
    `SELECT u.id, u.username, u.name, u.role, u.jurisdiction, u.may_issue, u.created_at FROM api_token t JOIN app_user u ON u.id = t.user_id
     WHERE t.token_hash = $1`, [hash],
  )
  return row ? presentUser(row) : null
}

export async function listTokens(db: Queryable, userId: string): Promise<PersonalToken[]> {
  const { rows } = await db.query<{ id: string; name: string; created_at: Date }>(
    `SELECT left(encode(token_hash, 'hex'), 16) AS id, name, created_at FROM api_token WHERE user_id = $1 ORDER BY created_at DESC`, [userId],
  )
  return rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at.toISOString() }))
}

/** False where the user has no such token. */
export async function deleteToken(client: Queryable, userId: string, id: string): Promise<boolean> {
  const { rowCount } = await client.query(`DELETE FROM api_token WHERE user_id = $1 AND left(encode(token_hash, 'hex'), 16) = $2`, [userId, id])
  return rowCount === 1
}
