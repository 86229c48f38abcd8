import type { DeadLetterType } from '../../domain/feed.ts'
import type { DecodedRejection, Message, Source } from './decoder.ts'

const MAX_BYTES = 1024 * 1024
const LONGEST_ID = 200

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function reject(source: Source, type: DeadLetterType, detail: string): DecodedRejection {
  return { kind: 'rejection', source, type, detail }
}

/** The payload's JSON object, or why it has none. */
export function readJsonObject(message: Message, source: Source = []): { readonly object: Record<string, unknown> } | { readonly rejection: DecodedRejection } {
  if (message.payload.length > MAX_BYTES) return { rejection: reject(source, 'too-large', 'larger than 1 MiB') }
  try {
    const value: unknown = JSON.parse(message.payload.toString('utf8').replace(/^\uFEFF/, ''))
    return isObject(value) ? { object: value } : { rejection: reject(source, 'invalid', 'not a JSON object') }
  } catch {
    return { rejection: reject(source, 'unparsable', 'not JSON') }
  }
}

/** A name to find a device by, or null where the value is none. */
export function asId(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, LONGEST_ID) : null
}
