/** One item that a message became, or why it became none. */
export interface MessageResult {
  device: string | null
  kind: 'reading' | 'detection' | 'status' | 'rejection'
  ts?: unknown
  values?: unknown
  type?: unknown
  online?: unknown
  rejection?: { type: string; detail: string }
}

/** A message as it came, and what it became. */
export interface RawMessage {
  receivedAt: string
  source: 'mqtt' | 'http'
  address: string
  encoding: 'text' | 'base64'
  payload: string
  length: number
  truncated: boolean
  results: MessageResult[]
}

export interface ShownPayload {
  form: 'JSON' | 'text' | 'hex'
  text: string
}

/** How it came; what we ask a controller for comes neither by MQTT nor by HTTP. */
export const channelOf = ({ source, address }: Pick<RawMessage, 'source' | 'address'>): string => (address.startsWith('modbus:') ? 'Modbus' : source.toUpperCase())

const LINE = 16

/** JSON indented, other text as it is, anything else as the bytes it consists of. */
export function shownPayload({ encoding, payload }: Pick<RawMessage, 'encoding' | 'payload'>): ShownPayload {
  if (encoding === 'base64') return { form: 'hex', text: hexDump(bytesOf(payload)) }
  try {
    return { form: 'JSON', text: JSON.stringify(JSON.parse(payload), null, 2) }
  } catch {
    return { form: 'text', text: payload }
  }
}

/** What a person takes away: text exactly as it came, bytes as hexadecimal digits. */
export function copiedPayload({ encoding, payload }: Pick<RawMessage, 'encoding' | 'payload'>): string {
  return encoding === 'text' ? payload : bytesOf(payload).map(hex).join(' ')
}

/** "00000010  7b 22 …  |{"…|", sixteen bytes a line. */
function hexDump(bytes: readonly number[]): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += LINE) {
    const part = bytes.slice(at, at + LINE)
    const printable = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${at.toString(16).padStart(8, '0')}  ${part.map(hex).join(' ').padEnd(LINE * 3 - 1)}  |${printable}|`)
  }
  return lines.join('\n')
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')
const bytesOf = (base64: string): number[] => Array.from(atob(base64), (character) => character.charCodeAt(0))

/** When an item says it was, in milliseconds; null where it does not say, or nobody can read it. */
export function timeOf(ts: unknown): number | null {
  const ms = typeof ts === 'number' ? ts : typeof ts === 'string' ? Date.parse(ts) : NaN
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? ms : null
}

/** Of all items of a message, those that were taken. */
export const takenOf = (results: readonly MessageResult[]): number => results.filter(({ rejection }) => !rejection).length
