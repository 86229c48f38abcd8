import { createHash } from 'node:crypto'
import { linkFault, type AuditRecord } from '../../domain/auditChain.ts'

/** What an exported log proves. */
export type Verdict =
  | { readonly holds: true; readonly entries: number; readonly first: AuditRecord | null; readonly last: AuditRecord | null }
  | { readonly holds: false; readonly line: number; readonly seq: number | null; readonly fault: string }

/** Reads an exported log line by line and stops at the first entry that does not fit what came before it. */
export async function verifyLines(lines: AsyncIterable<string>): Promise<Verdict> {
  let line = 0
  let first: AuditRecord | null = null
  let last: AuditRecord | null = null
  for await (const text of lines) {
    line += 1
    if (text.trim() === '') continue
    const record = parseRecord(text)
    if (!record) return { holds: false, line, seq: (last?.seq ?? 0) + 1, fault: 'it is no entry of an exported log' }
    const fault = linkFault(record, last, digest)
    if (fault) return { holds: false, line, seq: record.seq, fault }
    first ??= record
    last = record
  }
  return { holds: true, entries: last?.seq ?? 0, first, last }
}

function digest(prev: string, text: string): string {
  return createHash('sha256').update(Buffer.from(prev, 'hex')).update(text).digest('hex')
}

const TEXTS = ['at', 'actor', 'action', 'subject', 'prev', 'hash'] as const

function parseRecord(text: string): AuditRecord | null {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof AuditRecord, unknown>> | null
    const fits = value !== null && typeof value === 'object' && typeof value.seq === 'number' && typeof value.detail === 'object' && TEXTS.every((key) => typeof value[key] === 'string')
    return fits ? (value as unknown as AuditRecord) : null
  } catch {
    return null
  }
}
