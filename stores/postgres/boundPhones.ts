import { BINDING_MOVES, type AskedBinding, type BindingState, type CodeWay } from '../../domain/proof/boundPhone.ts'
import type { Queryable } from './pool.ts'

/** A browser that stands, or is to stand, for a registered number of a unit. Times are epoch milliseconds. */
export interface Binding extends AskedBinding {
  readonly id: string
  readonly unitId: string
  /** Digits alone. */
  readonly phone: string
  readonly username: string
  readonly way: CodeWay
  readonly askedAt: number
  /** Who read the code out: a user name; null where nobody did. */
  readonly readOutBy: string | null
  readonly boundAt: number | null
}

interface BindingRow {
  id: string
  unit_id: string
  phone: string
  username: string
  state: BindingState
  way: CodeWay
  code: string | null
  tries: number
  asked_at: Date
  expires_at: Date
  read_out_by: string | null
  bound_at: Date | null
}

const COLUMNS = 'id, unit_id, phone, username, state, way, code, tries, asked_at, expires_at, read_out_by, bound_at'

function present(row: BindingRow): Binding {
  return {
    id: row.id, unitId: row.unit_id, phone: row.phone, username: row.username, state: row.state, way: row.way, code: row.code, tries: row.tries,
    askedAt: row.asked_at.getTime(), expiresAt: row.expires_at.getTime(), readOutBy: row.read_out_by, boundAt: row.bound_at?.getTime() ?? null,
  }
}

export async function insertBinding(client: Queryable, binding: Binding): Promise<void> {
  await client.query('INSERT INTO bound_phone (id, unit_id, phone, username, state, way, code, asked_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [binding.id, binding.unitId, binding.phone, binding.username, binding.state, binding.way, binding.code, new Date(binding.askedAt), new Date(binding.expiresAt)])
}

/** How often the number was asked for since then: each asking may send a message. */
export async function countAsked(db: Queryable, unitId: string, phone: string, since: number): Promise<number> {
  const { rows: [row] } = await db.query<{ count: number }>('SELECT count(*)::int AS count FROM bound_phone WHERE unit_id = $1 AND phone = $2 AND asked_at > $3', [unitId, phone, new Date(since)])
  return row?.count ?? 0
}

/** The binding, locked until the transaction ends, wherever it lies. */
export async function lockBinding(client: Queryable, id: string): Promise<Binding | null> {
  const { rows: [row] } = await client.query<BindingRow>(`SELECT ${COLUMNS} FROM bound_phone WHERE id = $1 FOR UPDATE`, [id])
  return row ? present(row) : null
}

/** Those of a unit that are bound, or asked for and not yet too late; newest first. `here` tells the browser that asks. */
export async function listBindings(db: Queryable, unitId: string, secretHash: Buffer | null, now: number): Promise<(Binding & { here: boolean })[]> {
  const { rows } = await db.query<BindingRow & { here: boolean | null }>(
    `SELECT ${COLUMNS}, secret_hash = $2 AS here FROM bound_phone
     WHERE unit_id = $1 AND (state = 'bound' OR (state = 'asked' AND expires_at > $3)) ORDER BY asked_at DESC, id LIMIT 100`, [unitId, secretHash, new Date(now)])
  return rows.map((row) => ({ ...present(row), here: row.here ?? false }))
}

/** The number, digits alone, for which the browser with this secret stands at the unit; null where for none. */
export async function phoneOfBrowser(db: Queryable, unitId: string, secretHash: Buffer): Promise<string | null> {
  const { rows: [row] } = await db.query<{ phone: string }>(
    "SELECT phone FROM bound_phone WHERE unit_id = $1 AND secret_hash = $2 AND state = 'bound' ORDER BY bound_at DESC LIMIT 1", [unitId, secretHash])
  return row?.phone ?? null
}

export async function countTry(client: Queryable, id: string): Promise<void> {
  await client.query('UPDATE bound_phone SET tries = tries + 1 WHERE id = $1', [id])
}

export async function setReadOut(client: Queryable, id: string, by: string): Promise<void> {
  await client.query('UPDATE bound_phone SET read_out_by = $2 WHERE id = $1', [id, by])
}

/** From now on the browser with this secret stands for the number, and at this unit for no other. */
export async function bindBrowser(client: Queryable, { id, unitId }: Pick<Binding, 'id' | 'unitId'>, secretHash: Buffer, at: number): Promise<void> {
  await client.query("UPDATE bound_phone SET state = $3, ended_at = $4 WHERE unit_id = $1 AND secret_hash = $2 AND state = 'bound'", [unitId, secretHash, BINDING_MOVES.end.to, new Date(at)])
  await client.query('UPDATE bound_phone SET state = $2, secret_hash = $3, bound_at = $4, code = NULL WHERE id = $1 AND state = ANY($5::text[])',
    [id, BINDING_MOVES.bind.to, secretHash, new Date(at), BINDING_MOVES.bind.from])
}

/** @returns false where it had ended already */
export async function endBinding(client: Queryable, id: string, at: number): Promise<boolean> {
  const { rowCount } = await client.query('UPDATE bound_phone SET state = $2, code = NULL, ended_at = $3 WHERE id = $1 AND state = ANY($4::text[])',
    [id, BINDING_MOVES.end.to, new Date(at), BINDING_MOVES.end.from])
  return rowCount === 1
}
