import { Problem } from '../problem.ts'
import type { TableRow } from './table.ts'

/** Names a column may carry in the heading, by field; case and blanks do not matter. */
export type ColumnNames = Readonly<Record<string, readonly string[]>>

/** Cells by field; an empty cell is absent. */
export type Cells = Readonly<Record<string, string>>

/** Which field stands in which column. */
export class Heading {
  readonly #fields: readonly (string | undefined)[]

  /** Throws where a column that must be there is not, or one comes twice. */
  constructor(row: TableRow, names: ColumnNames, required: readonly string[]) {
    const byName = new Map(Object.entries(names).flatMap(([field, aliases]) => [field, ...aliases].map((name) => [plain(name), field])))
    this.#fields = row.cells.map((cell) => byName.get(plain(cell)))
    const missing = required.filter((field) => !this.#fields.includes(field))
    if (missing.length > 0) {
      const wanted = missing.map((field) => [field, ...(names[field] ?? [])].slice(0, 3).join(' / '))
      throw new Problem('invalid', `The heading lacks: ${wanted.join('; ')}`, { errors: missing.map((path) => ({ path, type: 'missing', detail: 'no such column' })) })
    }
    const twice = this.#fields.find((field, i) => field !== undefined && this.#fields.indexOf(field) < i)
    if (twice !== undefined) throw new Problem('invalid', `Two columns stand for ${twice}`)
  }

  /** The fields that the table has a column for. */
  get fields(): ReadonlySet<string> {
    return new Set(this.#fields.filter((field) => field !== undefined))
  }

  cells(row: TableRow): Cells {
    const cells: Record<string, string> = {}
    for (const [i, field] of this.#fields.entries()) {
      const text = row.cells[i]
      if (field !== undefined && text !== undefined && text !== '') cells[field] = text
    }
    return cells
  }
}

/** Without blanks, marks of duty and remarks in brackets: "经度 (WGS84) *" is "经度". */
function plain(name: string): string {
  return name.toLowerCase().replace(/[（(].*?[)）]/g, '').replace(/[\s*＊_-]/g, '')
}
