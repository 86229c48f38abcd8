import { createHash } from 'node:crypto'
import { auditText, linkFault, type AuditRecord } from '../../domain/auditChain.ts'

/** Where something is not as it was written, and in what way. */
export interface Broken {
  readonly holds: false
  /** From 1. */
  readonly line: number
  /** What the line is about: `entry 17`, `photo ph_…`. */
  readonly what: string
  readonly fault: string
}

/** What an exported log proves. */
export type ChainVerdict = { readonly holds: true; readonly entries: number; readonly first: AuditRecord; readonly last: AuditRecord } | Broken

/** Reads an exported log line by line and stops at the first entry that does not fit what came before it; `seen` hears of those that do. */
export async function verifyChain(lines: AsyncIterable<string>, seen: (record: AuditRecord) => void = () => {}): Promise<ChainVerdict> {
  let line = 0
  let first: AuditRecord | null = null
  let last: AuditRecord | null = null
  for await (const text of lines) {
    line += 1
    const record = parseRecord(text)
    const broken = (what: string, fault: string): Broken => ({ holds: false, line, what, fault })
    if (!record) return broken(`entry ${(last?.seq ?? 0) + 1}`, 'it is no entry as the platform exports them')
    const fault = linkFault(record, last, digest)
    if (fault) return broken(`entry ${record.seq}`, fault)
    first ??= record
    last = record
    seen(record)
  }
  if (!first || !last) return { holds: false, line: 1, what: 'entry 1', fault: 'there is none' }
  return { holds: true, entries: last.seq, first, last }
}

/** What is wrong with an entry taken out of its log (null for nothing). */
export function entryFault(record: AuditRecord): string | null {
  return record.hash === digest(record.prev, auditText(record)) ? null : 'its content does not give its hash'
}

function digest(prev: string, text: string): string {
  return createHash('sha256').update(Buffer.from(prev, 'hex')).update(text).digest('hex')
}

const TEXTS = ['at', 'actor', 'action', 'subject', 'prev', 'hash'] as const

/** As the platform writes it, to the byte: what its hash does not cover must not be there either. */
function parseRecord(text: string): AuditRecord | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) && text === exported(value) ? value : null
  } catch {
    return null
  }
}

export function isRecord(value: unknown): value is AuditRecord {
  const record = value as Partial<Record<keyof AuditRecord, unknown>> | null
  return record !== null && typeof record === 'object' && typeof record.seq === 'number' && typeof record.detail === 'object' && TEXTS.every((key) => typeof record[key] === 'string')
}

function exported({ seq, at, actor, action, subject, detail, prev, hash }: AuditRecord): string {
  return JSON.stringify({ seq, at, actor, action, subject, detail, prev, hash })
}
