import type { SilencePeriod, SilenceScope } from '../../domain/silencePeriod.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { Conditions, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

interface SilenceRow {
  id: string
  scope: SilenceScope
  jurisdiction: Jurisdiction
  from_at: Date
  until_at: Date
  reason: string
  author: string
  created_at: Date
  ended_at: Date | null
  ended_by: string | null
}

const COLUMNS = 's.id, s.scope, s.jurisdiction, s.from_at, s.until_at, s.reason, s.author, s.created_at, s.ended_at, s.ended_by'
const UNDER_WAY = 's.ended_at IS NULL AND s.from_at <= now() AND s.until_at > now()'

/** Those that silence alerts at this moment. */
export async function silencesUnderWay(db: Queryable): Promise<SilencePeriod[]> {
  const { rows } = await db.query<SilenceRow>({ name: 'silences-under-way', text: `SELECT ${COLUMNS} FROM silence s WHERE ${UNDER_WAY}` })
  return rows.map(present)
}

export async function insertSilence(client: Queryable, period: SilencePeriod): Promise<void> {
  await client.query(
    'INSERT INTO silence (id, scope, jurisdiction, from_at, until_at, reason, author, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [period.id, JSON.stringify(period.scope), JSON.stringify(period.jurisdiction), period.from, period.until, period.reason, period.author, period.createdAt])
}

/** The silence, locked until the transaction ends. */
export async function lockSilence(client: Queryable, id: string): Promise<SilencePeriod | null> {
  const { rows: [row] } = await client.query<SilenceRow>(`SELECT ${COLUMNS} FROM silence s WHERE s.id = $1 FOR UPDATE`, [id])
  return row ? present(row) : null
}

export async function endSilence(client: Queryable, id: string, by: string, at: number): Promise<void> {
  await client.query('UPDATE silence SET ended_at = $2, ended_by = $3 WHERE id = $1', [id, new Date(at), by])
}

/** Newest first: what reaches into the jurisdiction. */
export async function listSilences(db: Queryable, jurisdiction: Jurisdiction, active: boolean | undefined, request: PageRequest): Promise<Page<SilencePeriod>> {
  const conditions = new Conditions()
  if (jurisdiction.scope === 'districts') {
    conditions.where("s.jurisdiction->>'scope' = 'city' OR EXISTS (SELECT 1 FROM jsonb_array_elements_text(s.jurisdiction->'districts') AS d WHERE d = ANY(?::text[]))", jurisdiction.districts)
  } else if (jurisdiction.scope === 'unit') conditions.where("s.scope->'units' @> to_jsonb(?::text)", jurisdiction.unit)
  if (active !== undefined) conditions.raw(active ? UNDER_WAY : `NOT (${UNDER_WAY})`)
  const { items, next } = await readPage<SilenceRow>(db, { columns: COLUMNS, from: 'silence s', time: 's.created_at', id: 's.id' }, conditions, request)
  return { items: items.map(present), next }
}

function present(row: SilenceRow): SilencePeriod {
  return {
    id: row.id, scope: row.scope, jurisdiction: row.jurisdiction, from: row.from_at.toISOString(), until: row.until_at.toISOString(), reason: row.reason,
    author: row.author, createdAt: row.created_at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null, endedBy: row.ended_by,
  }
}
