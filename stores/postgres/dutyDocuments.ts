import type { z } from 'zod'
import type { Queryable } from './pool.ts'

/** What of the duty an administrator may change while the platform runs. */
export type DutyKind = 'roster' | 'escalation' | 'channels'

/** A document with where it comes from. */
export interface DutyDocument<T> {
  readonly document: T
  /** 0 while the shipped one has never been changed. */
  readonly version: number
  readonly isShipped: boolean
  /** `user:<username>`; null for the shipped one. */
  readonly author: string | null
  /** ISO 8601 UTC. */
  readonly changedAt: string | null
}

interface DocumentRow {
  version: number
  document: unknown
  author: string
  created_at: Date
}

/** The one that holds now. One that this version can't read any more counts as not there. */
export async function dutyDocument<S extends z.ZodType>(db: Queryable, kind: DutyKind, schema: S, shipped: z.output<S>): Promise<DutyDocument<z.output<S>>> {
  const { rows: [row] } = await db.query<DocumentRow>({
    name: 'duty-document', text: 'SELECT version, document, author, created_at FROM duty_document WHERE kind = $1 ORDER BY version DESC LIMIT 1', values: [kind],
  })
  const read = row && row.document !== null ? schema.safeParse(row.document) : null
  if (!row || !read?.success) return { document: shipped, version: row?.version ?? 0, isShipped: true, author: null, changedAt: null }
  return { document: read.data, version: row.version, isShipped: false, author: row.author, changedAt: row.created_at.toISOString() }
}

/**
 * Adds the version after `version`; null puts the shipped one back.
 * @returns false where somebody else has changed it since
 */
export async function writeDutyDocument(client: Queryable, kind: DutyKind, version: number, document: object | null, author: string, at: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO duty_document (kind, version, document, author, created_at)
     SELECT $1, $2 + 1, $3::jsonb, $4, $5 WHERE coalesce((SELECT max(version) FROM duty_document WHERE kind = $1), 0) = $2 ON CONFLICT DO NOTHING`,
    [kind, version, document === null ? null : JSON.stringify(document), author, new Date(at)])
  return rowCount === 1
}
