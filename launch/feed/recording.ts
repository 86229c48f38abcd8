import type { MetricName } from '../../domain/metrics.ts'
import { delimiterOf, splitCells, type Delimiter } from './cells.ts'
import { metricNamed, readHeading, type Layout } from './heading.ts'
import { readTime, type TimeReading } from './time.ts'

export interface RecordedReading {
  readonly line: number
  readonly device: string
  /** Epoch milliseconds, as recorded. */
  readonly ts: number
  readonly values: Partial<Record<MetricName, number>>
}

/** A line, or part of one, that can't be sent. */
export interface BadLine {
  readonly line: number
  readonly problem: string
}

/** The file as a whole can't be understood. */
export class RecordingError extends Error {
  override name = 'RecordingError'
}

export interface RecordingOptions extends TimeReading {
  /** Of readings whose line names no device. */
  device?: string
}

/** What one line of a recording holds; a line may hold good readings beside bad parts. */
export type Parsed = RecordedReading | BadLine

/** Cells by which loggers say that they have nothing to say. */
const MISSING = new Set(['', '-', '--', 'na', 'n/a', 'nan', 'null', 'none', '无'])

/**
 * Reads a recording line by line. The first line with anything in it decides: JSON, or the heading of a table. A bad
 * line is handed on as such and never stops the rest; only a heading that can't be understood throws.
 */
export async function* readRecording(lines: AsyncIterable<string>, options: RecordingOptions): AsyncGenerator<Parsed> {
  let number = 0
  let read: ((text: string, line: number) => Parsed[]) | null = null
  for await (const raw of lines) {
    number += 1
    const text = number === 1 ? raw.replace(/^\uFEFF/, '') : raw
    if (text.trim() === '') continue
    if (read !== null) yield* read(text, number)
    else if (/^\s*[[{]/.test(text)) {
      read = (each, line) => readJson(each, line, options)
      yield* read(text, number)
    } else read = tableReader(text, number, options)
  }
}

function tableReader(heading: string, line: number, options: RecordingOptions): (text: string, line: number) => Parsed[] {
  const delimiter: Delimiter = delimiterOf(heading)
  const cells = splitCells(heading, delimiter)
  const layout = cells === null ? 'a quote is not closed' : readHeading(cells)
  if (typeof layout === 'string') throw new RecordingError(`line ${line}: ${layout}`)
  return (text, number) => {
    const row = splitCells(text, delimiter)
    return row === null ? [{ line: number, problem: 'a quote is not closed' }] : readRow(row, number, layout, options)
  }
}

function readRow(row: readonly string[], line: number, layout: Layout, options: RecordingOptions): Parsed[] {
  const ts = readTime(row[layout.time] ?? '', options)
  if (typeof ts === 'string') return [{ line, problem: ts }]
  const device = (layout.device === null ? undefined : row[layout.device]) || options.device
  if (!device) return [{ line, problem: 'no device: give it with --device' }]
  const values: Partial<Record<MetricName, number>> = {}
  const bad: BadLine[] = []
  for (const [name, text] of pairsOf(row, layout)) {
    const metric = typeof name === 'string' ? metricNamed(name) : name.metric
    if (metric === null) bad.push({ line, problem: `"${String(name)}" is no known metric` })
    else if (MISSING.has(text.toLowerCase())) continue
    else {
      const value = readNumber(text)
      if (value === null) bad.push({ line, problem: `${metric} "${text}" is no number` })
      else values[metric] = value
    }
  }
  if (Object.keys(values).length > 0) return [{ line, device, ts, values }, ...bad]
  return bad.length > 0 ? bad : [{ line, problem: 'no value' }]
}

function pairsOf(row: readonly string[], layout: Layout): (readonly [string | { metric: MetricName }, string])[] {
  if (layout.kind === 'long') return [[row[layout.metric] ?? '', row[layout.value] ?? '']]
  return layout.metrics.map(([column, metric]) => [{ metric }, row[column] ?? ''] as const)
}

/** A decimal number, perhaps with its unit behind; a decimal comma where nothing else can be meant. */
function readNumber(text: string): number | null {
  const [, number] = /^([+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:e[+-]?\d+)?)\s*(?:°\s*c|℃|%|%rh|ppm)?$/i.exec(text) ?? []
  return number === undefined ? null : Number(number.replace(',', '.'))
}

function readJson(text: string, line: number, options: RecordingOptions): Parsed[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return [{ line, problem: 'not JSON' }]
  }
  return (Array.isArray(parsed) ? parsed : [parsed]).map((item: unknown) => readItem(item, line, options))
}

/** Values go out as they were recorded, so that the server's own checks are exercised; only what steers the replay is read. */
function readItem(item: unknown, line: number, options: RecordingOptions): Parsed {
  if (typeof item !== 'object' || item === null) return { line, problem: 'not an object' }
  const { ts: written, device = options.device, values } = item as Record<string, unknown>
  const ts = typeof written === 'number' || typeof written === 'string' ? readTime(String(written), options) : 'ts is missing'
  if (typeof ts === 'string') return { line, problem: ts }
  if (typeof device !== 'string' || device === '') return { line, problem: 'no device: give it with --device' }
  if (typeof values !== 'object' || values === null) return { line, problem: 'values is missing' }
  return { line, device, ts, values: values as Partial<Record<MetricName, number>> }
}
