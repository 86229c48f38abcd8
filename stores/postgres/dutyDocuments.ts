import type { z } from 'zod'
import { Conditions, readPage, type Page, type PageRequest } from './page.ts'
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

const present = <T>({ version, author, created_at }: DocumentRow, document: T): DutyDocument<T> => ({ document, version, isShipped: false, author, changedAt: created_at.toISOString() })

/** The one that holds now. One that this version can't read any more counts as not there. */
export async function dutyDocument<S extends z.ZodType>(db: Queryable, kind: DutyKind, schema: S, shipped: z.output<S>): Promise<DutyDocument<z.output<S>>> {
  const { rows: [row] } = await db.query<DocumentRow>({
    name: 'duty-document', text: 'SELECT version, document, author, created_at FROM duty_document WHERE kind = $1 ORDER BY version DESC LIMIT 1', values: [kind],
  })
  const read = row && row.document !== null ? schema.safeParse(row.document) : null
  if (!row || !read?.success) return { document: shipped, version: row?.version ?? 0, isShipped: true, author: null, changedAt: null }
  return present(row, read.data)
}

/** Every version that anybody made, newest first. One that put the shipped document back, or can't be read any more, is the shipped one by that author. */
export async function listDutyVersions<S extends z.ZodType>(db: Queryable, kind: DutyKind, schema: S, shipped: z.output<S>, request: PageRequest): Promise<Page<DutyDocument<z.output<S>>>> {
  const { items, next } = await readPage<DocumentRow>(db, {
    columns: 'version, document, author, created_at', from: 'duty_document', time: 'created_at', id: 'version::text',
  }, new Conditions().where('kind = ?', kind), request)
  return {
    next,
    items: items.map((row) => {
      const read = row.document === null ? null : schema.safeParse(row.document)
      return read?.success ? present(row, read.data) : { ...present(row, shipped), isShipped: true }
    }),
  }
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
