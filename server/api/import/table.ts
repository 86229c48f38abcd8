import { parse } from 'csv-parse'
import { Readable } from 'node:stream'
import { Problem } from '../problem.ts'

/** A table somebody sent, before it is taken apart. */
export interface Table {
  readonly kind: 'csv' | 'xlsx'
  readonly bytes: Buffer
}

/** One row as it stands in the table, the heading being among them; numbers count from 1. */
export interface TableRow {
  readonly number: number
  readonly cells: readonly string[]
}

const MAX_ROWS = 200_000

/** The rows that hold anything, one after the other. Throws a Problem where the table can't be read on. */
export async function* readTable(table: Table): AsyncGenerator<TableRow> {
  let count = 0
  for await (const row of table.kind === 'csv' ? readCsv(table.bytes) : readXlsx(table.bytes)) {
    if (++count > MAX_ROWS) throw new Problem('too-large', `A table has at most ${MAX_ROWS} rows: split it`)
    if (row.cells.some((cell) => cell !== '')) yield row
  }
}

async function* readCsv(bytes: Buffer): AsyncGenerator<TableRow> {
  const text = decode(bytes)
  const broken: Error[] = []
  // A fault must not throw away the good rows that wait in the parser, so it is thrown after them. Quotes within a
  // cell are taken as they are; only one that never closes is a fault.
  const options = {
    delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true, max_record_size: 1_000_000,
    skip_records_with_error: true, on_skip: (error: Error | undefined): undefined => void (error && broken.push(error)),
  }
  // In pieces, so that the parser yields rows while the rest waits.
  const parser = Readable.from(pieces(text), { objectMode: false }).pipe(parse(options))
  let number = 0
  for await (const record of parser as AsyncIterable<string[]>) yield { number: ++number, cells: record.map((cell) => cell.trim()) }
  if (broken[0]) throw new Problem('invalid', `The table can not be read after row ${number}: ${broken[0].message}`)
}

function* pieces(text: string): Generator<string> {
  const size = 1 << 18
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

/** UTF-8 unless the bytes are none; then GB18030, as Excel writes CSV on Chinese Windows. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function delimiterOf(text: string): string {
  const heading = text.slice(0, 10_000).split('\n', 1)[0] ?? ''
  const count = (character: string): number => heading.split(character).length
  return [',', '\t', ';'].reduce((best, character) => (count(character) > count(best) ? character : best))
}

/** The first sheet of a workbook. What reads it is large and seldom needed, so it is loaded at the first one. */
async function* readXlsx(bytes: Buffer): AsyncGenerator<TableRow> {
  const { default: ExcelJS } = await import('exceljs')
  try {
    const workbook = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from([bytes]), { worksheets: 'emit', sharedStrings: 'cache', styles: 'ignore', hyperlinks: 'ignore', entries: 'ignore' })
    for await (const sheet of workbook) {
      for await (const row of sheet) {
        const values = Array.isArray(row.values) ? row.values : []
        // ExcelJS counts columns from 1 and leaves holes.
        yield { number: row.number, cells: Array.from({ length: Math.max(0, values.length - 1) }, (_, i) => cellText(values[i + 1])) }
      }
      return
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('invalid', `The workbook can not be read: ${(error as Error).message}`)
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return String(value).trim()
  const cell = value as { richText?: { text: string }[]; text?: unknown; result?: unknown; error?: unknown }
  if (cell.richText) return cell.richText.map((part) => part.text).join('').trim()
  if (cell.result !== undefined) return cellText(cell.result)
  return cellText(cell.text)
}
