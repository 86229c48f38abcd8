/** What an evidence pack holds, a line each, before the manifest at its end. */
export const PACKED = ['order', 'alert', 'audit', 'photo', 'portrait', 'snapshot'] as const

/** One line of the pack: a record, or the bytes of a picture in base64. Its SHA-256 is of those bytes, or of the record as JSON with sorted keys and no spaces. */
export interface PackEntry {
  readonly kind: (typeof PACKED)[number] | 'manifest'
  readonly id: string
  readonly record?: unknown
  readonly base64?: string
}

/** The last line: every line before it by its hash, in order. */
export interface PackManifest {
  /** ISO 8601 UTC. */
  readonly madeAt: string
  readonly entries: readonly { readonly kind: string; readonly id: string; readonly sha256: string }[]
}
