import type { Queryable } from './pool.ts'

/** Where a list goes on: the sort time exactly as the database writes it, and the id that breaks ties. */
export interface PageCursor {
  readonly at: string
  readonly id: string
}

export interface PageRequest {
  readonly limit: number
  readonly after: PageCursor | null
}

export interface Page<T> {
  readonly items: T[]
  readonly next: PageCursor | null
}

/** Conditions of a WHERE clause with their values, joined by AND. */
export class Conditions {
  readonly params: unknown[] = []
  readonly #parts: string[] = []

  /** Adds a condition in which `?` stands for the value. */
  where(condition: string, value: unknown): this {
    this.params.push(value)
    this.#parts.push(condition.replaceAll('?', `$${this.params.length}`))
    return this
  }

  /** Adds a condition whose values the caller has put into `params` itself. */
  raw(condition: string): this {
    this.#parts.push(condition)
    return this
  }

  get sql(): string {
    return this.#parts.length === 0 ? 'TRUE' : this.#parts.map((part) => `(${part})`).join(' AND ')
  }
}

/** What a list reads: expressions and tables are written into the SQL as they are. */
export interface Listing {
  readonly columns: string
  readonly from: string
  /** A timestamptz column. */
  readonly time: string
  readonly id: string
  /**
   * The columns are worked out for the rows of the page alone: else for all that match, before they are sorted, so that
   * the pages of a long list would cost its square. `id` is then one that `from` is indexed by.
   */
  readonly costly?: boolean
}

/** One page, newest first. Rows carry the columns of the listing. */
export async function readPage<Row extends object>(
  db: Queryable, listing: Listing, conditions: Conditions, request: PageRequest,
): Promise<Page<Row>> {
  if (request.after) {
    conditions.params.push(request.after.at, request.after.id)
    const n = conditions.params.length
    conditions.raw(`(${listing.time}, ${listing.id}) < ($${n - 1}::timestamptz, $${n}::text)`)
  }
  const newestFirst = `ORDER BY ${listing.time} DESC, ${listing.id} DESC`
  // One row more than asked for tells whether there is a next page.
  const matching = `${conditions.sql} ${newestFirst} LIMIT ${request.limit + 1}`
  const chosen = listing.costly ? `${listing.id} IN (SELECT ${listing.id} FROM ${listing.from} WHERE ${matching}) ${newestFirst}` : matching
  const { rows } = await db.query<Row & { page_at: string; page_id: string }>(
    `SELECT ${listing.columns}, ${listing.time}::text AS page_at, ${listing.id}::text AS page_id FROM ${listing.from} WHERE ${chosen}`,
    conditions.params,
  )
  const items = rows.slice(0, request.limit)
  const last = rows.length > request.limit ? items.at(-1) : undefined
  return { items, next: last ? { at: last.page_at, id: last.page_id } : null }
}

/** A text to be found anywhere, for ILIKE. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`
}
