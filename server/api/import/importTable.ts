import { Heading, type Cells, type ColumnNames } from './columns.ts'
import { readTable, type Table } from './table.ts'
import { Problem } from '../problem.ts'

/** Why a row was not taken. */
export interface RowError {
  readonly row: number
  readonly field: string | null
  readonly type: string
  readonly detail: string
}

/** A fault of a row before its number is known. */
export type RowFault = Omit<RowError, 'row'>

/** A row that was read well. */
export interface ReadRow<T> {
  readonly row: number
  readonly item: T
}

export interface BatchResult {
  readonly created: number
  readonly updated: number
  readonly errors: readonly RowError[]
}

/** How one kind of thing is imported. */
export interface ImportPlan<T extends { id: string }> {
  readonly columns: ColumnNames
  readonly required: readonly string[]
  read(cells: Cells): T | RowFault[]
  /** Writes a batch in one transaction; what can't be written is named in the errors. `fields` are those the table has a column for. */
  write(batch: readonly ReadRow<T>[], fields: ReadonlySet<string>): Promise<BatchResult>
}

export interface ImportResult {
  created: number
  updated: number
  /** Rows that were not taken. */
  failed: number
  /** The first faults; `failed` counts all. */
  errors: RowError[]
}

const BATCH = 1_000
const SHOWN_ERRORS = 10_000
/** What PostgreSQL can't store in a text. */
const UNSTORABLE = /[\0\p{Surrogate}]/u

/** Takes a table in, batch by batch: rows that are good are kept beside rows that are not. */
export async function importTable<T extends { id: string }>(table: Table, plan: ImportPlan<T>): Promise<ImportResult> {
  const result: ImportResult = { created: 0, updated: 0, failed: 0, errors: [] }
  const firstRows = new Map<string, number>()
  let heading: Heading | undefined
  let batch: ReadRow<T>[] = []
  const flush = async (): Promise<void> => {
    if (heading && batch.length > 0) add(result, await plan.write(batch, heading.fields))
    batch = []
  }
  try {
    for await (const row of readTable(table)) {
      if (!heading) {
        heading = new Heading(row, plan.columns, plan.required)
        continue
      }
      const read = readRow(plan, heading.cells(row), row.number, firstRows)
      if (Array.isArray(read)) add(result, { created: 0, updated: 0, errors: read })
      else if (batch.push({ row: row.number, item: read }) >= BATCH) await flush()
    }
  } catch (error) {
    // Before the first row nothing happened; later, what was taken stays and the break is told of as a fault.
    if (!(error instanceof Problem) || !heading) throw error
    add(result, { created: 0, updated: 0, errors: [{ row: 0, field: null, type: 'unreadable', detail: error.message }] })
  }
  if (!heading) throw new Problem('invalid', 'The table is empty')
  await flush()
  return result
}

function readRow<T extends { id: string }>(plan: ImportPlan<T>, cells: Cells, row: number, firstRows: Map<string, number>): T | RowError[] {
  const [bad] = Object.entries(cells).find(([, text]) => UNSTORABLE.test(text)) ?? []
  if (bad !== undefined) return [{ row, field: bad, type: 'invalid', detail: 'holds characters that can not be stored' }]
  const item = plan.read(cells)
  if (Array.isArray(item)) return item.map((fault) => ({ row, ...fault }))
  const first = firstRows.get(item.id)
  if (first !== undefined) return [{ row, field: 'id', type: 'duplicate', detail: `${item.id} stands in row ${first} already` }]
  firstRows.set(item.id, row)
  return item
}

function add(result: ImportResult, { created, updated, errors }: BatchResult): void {
  result.created += created
  result.updated += updated
  result.failed += new Set(errors.map((error) => error.row)).size
  result.errors.push(...errors.slice(0, SHOWN_ERRORS - result.errors.length))
}
