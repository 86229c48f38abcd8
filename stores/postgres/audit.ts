import { createHash } from 'node:crypto'
import { auditText, CHAIN_START, linkFault, type AuditRecord } from '../../domain/auditChain.ts'
import { Conditions, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

/** Who did what to which thing. */
export interface AuditEntry {
  /** Epoch milliseconds. */
  readonly at: number
  /** `user:<username>`, `device:<id>`, `rule:<id>` or `system`. */
  readonly actor: string
  /** Such as `unit.create`. */
  readonly action: string
  /** Such as `unit:<id>`. */
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
}

interface AuditRow {
  seq: number
  at: Date
  actor: string
  action: string
  subject: string
  detail: Record<string, unknown>
  prev: Buffer
  hash: Buffer
}

/** Any fixed number: who appends holds it until its transaction ends, so that the chain never forks. */
const LOCK = 724_502
const FIRST = Buffer.from(CHAIN_START, 'hex')
const ENTRIES_A_READ = 1_000
const COLUMNS = 'seq, at, actor, action, subject, detail, prev, hash'

/**
 * Appends to the chain within the caller's transaction, which must not be one of READ COMMITTED's stricter kin: the
 * newest entry has to be seen after the lock is held. Call it as the last step, for others wait meanwhile.
 */
export async function appendAudit(client: Queryable, entry: AuditEntry): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
  const { rows: [newest] } = await client.query<{ seq: number; hash: Buffer }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
  const seq = (newest?.seq ?? 0) + 1
  const prev = newest?.hash ?? FIRST
  const at = new Date(entry.at)
  // As it will be read back: undefined fields fall away before the hash is taken.
  const detail = JSON.parse(JSON.stringify(entry.detail)) as Record<string, unknown>
  const hash = Buffer.from(digest(prev.toString('hex'), auditText({ ...entry, seq, at: at.toISOString(), detail })), 'hex')
  await client.query(
    `INSERT INTO audit (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)`,
    [seq, at, entry.actor, entry.action, entry.subject, JSON.stringify(detail), prev, hash],
  )
}

export interface AuditFilter {
  readonly actor?: string
  readonly action?: string
  readonly subject?: string
}

/** The log, newest first. */
export async function listAudit(db: Queryable, filter: AuditFilter, request: PageRequest): Promise<Page<AuditRecord>> {
  const conditions = new Conditions()
  if (filter.actor) conditions.where('actor = ?', filter.actor)
  if (filter.action) conditions.where('action = ?', filter.action)
  if (filter.subject) conditions.where('subject = ?', filter.subject)
  if (request.after) conditions.where('seq < ?::bigint', request.after.id)
  const { rows } = await db.query<AuditRow & { page_at: string }>(
    `SELECT ${COLUMNS}, at::text AS page_at FROM audit WHERE ${conditions.sql} ORDER BY seq DESC LIMIT ${request.limit + 1}`, conditions.params,
  )
  const items = rows.slice(0, request.limit)
  const last = rows.length > request.limit ? items.at(-1) : undefined
  return { items: items.map(present), next: last ? { at: last.page_at, id: String(last.seq) } : null }
}

/** All that the log holds of one subject, oldest first. */
export async function auditOf(db: Queryable, subject: string): Promise<AuditRecord[]> {
  const { rows } = await db.query<AuditRow>(`SELECT ${COLUMNS} FROM audit WHERE subject = $1 ORDER BY seq`, [subject])
  return rows.map(present)
}

/** The whole log, oldest first, a part at a time. */
export async function* readAudit(db: Queryable): AsyncGenerator<AuditRecord[]> {
  for (let seq = 0; ;) {
    const { rows } = await db.query<AuditRow>(`SELECT ${COLUMNS} FROM audit WHERE seq > $1 ORDER BY seq LIMIT ${ENTRIES_A_READ}`, [seq])
    if (rows.length === 0) return
    seq = rows.at(-1)?.seq ?? seq
    yield rows.map(present)
  }
}

/** The first entry whose hash or link does not fit, or null where the whole chain holds. */
export async function brokenLink(db: Queryable): Promise<{ entries: number; brokenAt: number | null }> {
  let before: AuditRecord | null = null
  for await (const records of readAudit(db)) {
    for (const record of records) {
      if (linkFault(record, before, digest)) return { entries: before?.seq ?? 0, brokenAt: record.seq }
      before = record
    }
  }
  return { entries: before?.seq ?? 0, brokenAt: null }
}

function digest(prev: string, text: string): string {
  return createHash('sha256').update(Buffer.from(prev, 'hex')).update(text).digest('hex')
}

function present(row: AuditRow): AuditRecord {
  const { seq, at, actor, action, subject, detail } = row
  return { seq, at: at.toISOString(), actor, action, subject, detail, prev: row.prev.toString('hex'), hash: row.hash.toString('hex') }
}
