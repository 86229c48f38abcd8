/** An entry of the audit log as it is shown and exported; hashes are hexadecimal SHA-256. */
export interface AuditRecord {
  seq: number
  /** ISO 8601 UTC with milliseconds. */
  at: string
  actor: string
  action: string
  subject: string
  detail: Record<string, unknown>
  /** The hash of the entry before; zeros for the first. */
  prev: string
  hash: string
}

/** What the first entry names as the hash before it. */
export const CHAIN_START = '0'.repeat(64)

/** What an entry's hash is taken of, after the bytes of the hash before it. */
export function auditText({ seq, at, actor, action, subject, detail }: Omit<AuditRecord, 'prev' | 'hash'>): string {
  return canonicalJson({ seq, at, actor, action, subject, detail })
}

/** What does not fit between an entry and the one before (null for none); null where it holds. `digest` hashes the bytes of `prev` and the text. */
export function linkFault(record: AuditRecord, before: Pick<AuditRecord, 'seq' | 'hash'> | null, digest: (prev: string, text: string) => string): string | null {
  const expected = (before?.seq ?? 0) + 1
  if (record.seq !== expected) return `entry ${expected} is missing: ${record.seq} follows`
  if (record.prev !== (before?.hash ?? CHAIN_START)) return 'it does not name the hash of the entry before'
  return record.hash === digest(record.prev, auditText(record)) ? null : 'its content does not give its hash'
}

/** JSON with the keys of every object in order, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
}
