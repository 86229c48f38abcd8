import type { Jurisdiction } from '../../domain/user.ts'
import type { RuleInput } from '../../domain/writtenRule.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { Conditions, containing, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

/** One version of a rule. `text` is as people write it, durations as "45m": whoever judges by it parses it with `ruleSchema`. */
export interface RuleVersion {
  readonly id: string
  readonly version: number
  readonly text: RuleInput
  /** `shipped`, or the user name of who made this version. */
  readonly author: string
  readonly current: boolean
  readonly createdAt: string
}

interface RuleRow {
  id: string
  version: number
  text: RuleInput
  author: string
  current: boolean
  created_at: Date
}

const COLUMNS = 'r.id, r.version, r.text, r.author, r.current, r.created_at'

/** Rules that name devices are seen only by who sees one of these; all others concern everybody. */
function visible(jurisdiction: Jurisdiction, params: unknown[]): string {
  if (jurisdiction.scope === 'city') return 'TRUE'
  const within = jurisdictionSql(jurisdiction, { unit: 'u.id', district: 'u.district' }, params)
  return `COALESCE(jsonb_array_length(r.text->'scope'->'deviceIds'), 0) = 0 OR EXISTS (
    SELECT 1 FROM jsonb_array_elements_text(r.text->'scope'->'deviceIds') AS named(id)
    JOIN device d ON d.id = named.id JOIN unit u ON u.id = d.unit WHERE ${within})`
}

/** What is judged by now, disabled rules included. */
export async function currentRules(db: Queryable): Promise<RuleVersion[]> {
  const { rows } = await db.query<RuleRow>(`SELECT ${COLUMNS} FROM rule r WHERE r.current ORDER BY r.id`)
  return rows.map(present)
}

/** Any fixed number: writers of rules take turns, so that versions follow one another. */
const LOCK = 724_511

/** Held until the transaction ends; to be taken before the current version is read. */
export async function lockRules(client: Queryable): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
}

/** Appends the next version, which becomes the current one; all earlier ones stay. Needs {@link lockRules}. */
export async function appendRule(client: Queryable, text: RuleInput, author: string, at: number): Promise<RuleVersion> {
  await client.query('UPDATE rule SET current = false WHERE id = $1 AND current', [text.id])
  const { rows } = await client.query<RuleRow>(
    `INSERT INTO rule AS r (id, version, text, author, current, created_at)
     VALUES ($1, 1 + COALESCE((SELECT max(version) FROM rule WHERE id = $1), 0), $2::jsonb, $3, true, $4) RETURNING ${COLUMNS}`,
    [text.id, JSON.stringify(text), author, new Date(at)],
  )
  const [row] = rows
  if (!row) throw new Error(`rule ${text.id} was not written`)
  return present(row)
}

/** The current version, if it may be seen from the jurisdiction. */
export async function findRule(db: Queryable, id: string, jurisdiction: Jurisdiction): Promise<RuleVersion | null> {
  const params: unknown[] = [id]
  const condition = visible(jurisdiction, params)
  const { rows: [row] } = await db.query<RuleRow>(`SELECT ${COLUMNS} FROM rule r WHERE r.id = $1 AND r.current AND (${condition})`, params)
  return row ? present(row) : null
}

/** Every version, newest first. */
export async function ruleVersions(db: Queryable, id: string): Promise<RuleVersion[]> {
  const { rows } = await db.query<RuleRow>(`SELECT ${COLUMNS} FROM rule r WHERE r.id = $1 ORDER BY r.version DESC`, [id])
  return rows.map(present)
}

export interface RuleFilter {
  readonly metric?: string
  /** A violation. */
  readonly type?: string
  readonly profile?: string
  readonly enabled?: boolean
  readonly q?: string
}

export async function listRules(db: Queryable, jurisdiction: Jurisdiction, filter: RuleFilter, request: PageRequest): Promise<Page<RuleVersion>> {
  const conditions = new Conditions().raw('r.current')
  conditions.raw(visible(jurisdiction, conditions.params))
  if (filter.metric) conditions.where("r.text->>'metric' = ?", filter.metric)
  if (filter.type) conditions.where("r.text->>'type' = ?", filter.type)
  if (filter.profile) conditions.where("r.text->'scope'->'profiles' @> to_jsonb(?::text)", filter.profile)
  if (filter.enabled !== undefined) conditions.where("COALESCE((r.text->>'enabled')::boolean, true) = ?", filter.enabled)
  if (filter.q) conditions.where("r.id ILIKE ? OR r.text->>'name' ILIKE ?", containing(filter.q))
  const { items, next } = await readPage<RuleRow>(db, { columns: COLUMNS, from: 'rule r', time: 'r.created_at', id: 'r.id' }, conditions, request)
  return { items: items.map(present), next }
}

function present(row: RuleRow): RuleVersion {
  return { id: row.id, version: row.version, text: row.text, author: row.author, current: row.current, createdAt: row.created_at.toISOString() }
}
