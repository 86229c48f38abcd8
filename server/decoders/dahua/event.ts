import { isObject } from '../json.ts'
import { LocalTime } from '../localTime.ts'
import { at, numberOf, textOf } from '../values.ts'

/** One event, whichever of the two ways it was written. */
export interface DahuaEvent {
  readonly code: string
  readonly action: string
  /** Channel, counted from 0. */
  readonly index: number
  readonly data: unknown
  /** The data that came with it could not be read. */
  readonly broken: boolean
}

const MOST_EVENTS = 100
const MOST_LINES = 2_000
const MOST_STEPS = 8
const UTC = new LocalTime('UTC')
const HEAD = /^Code\s*=\s*([^;\r\n]+);\s*action\s*=\s*([^;\r\n]+);\s*index\s*=\s*(\d{1,6})\s*(?:;\s*data\s*=\s*)?/i

/** Events of one part of the stream: `Code=…;action=…` with JSON behind, or one field a line (`Events[0].…=`). */
export function readEvents(text: string): DahuaEvent[] {
  return /^Events\[\d+\]\./m.test(text) ? fieldByLine(text) : text.split(/^(?=Code\s*=)/im).slice(0, MOST_EVENTS).flatMap(compact)
}

function compact(text: string): DahuaEvent[] {
  const head = HEAD.exec(text)
  const code = textOf(head?.[1])
  const action = textOf(head?.[2])
  if (head === null || code === null || action === null) return []
  const rest = text.slice(head[0].length).trim()
  const data = rest === '' ? null : parsed(rest)
  return [{ code, action, index: Number(head[3]), data: typeof data === 'string' ? parsed(data) : data, broken: data === undefined }]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function fieldByLine(text: string): DahuaEvent[] {
  const events = new Map<string, Record<string, unknown>>()
  for (const line of text.split(/\r?\n/, MOST_LINES)) {
    const [, number, path, value] = /^\s*Events\[(\d{1,3})\]\.([\w.[\]]+)=(.*)$/.exec(line) ?? []
    if (number === undefined || path === undefined || value === undefined) continue
    const event = events.get(number) ?? {}
    if (events.size < MOST_EVENTS) events.set(number, event)
    place(event, path.split(/[.[\]]+/).filter((step) => step !== ''), value.trim())
  }
  return [...events.values()].flatMap((data) => {
    const code = textOf(at(data, 'EventBaseInfo', 'Code') ?? data.Code)
    const action = textOf(at(data, 'EventBaseInfo', 'Action') ?? data.Action) ?? 'Pulse'
    const index = numberOf(at(data, 'EventBaseInfo', 'Index') ?? data.Index) ?? 0
    return code === null ? [] : [{ code, action, index, data, broken: false }]
  })
}

/** Puts a value at its path; places in a list become names like any other. */
function place(event: Record<string, unknown>, steps: readonly string[], value: string): void {
  const last = steps.at(-1)
  if (last === undefined || steps.length > MOST_STEPS || steps.includes('__proto__')) return
  let into = event
  for (const step of steps.slice(0, -1)) {
    const known = Object.hasOwn(into, step) ? into[step] : undefined
    const next = isObject(known) ? known : {}
    into[step] = next
    into = next
  }
  into[last] = value
}

/**
 * When it happened; null where the event says nothing, as those of smart motion. Some cameras write their wall clock
 * into UTC: such a one gives itself away where UTC, read as the clock, is the local time it also gives.
 */
export function timeOf(data: unknown, localTime: LocalTime): number | null {
  const seconds = numberOf(at(data, 'RealUTC')) || numberOf(at(data, 'UTC'))
  if (seconds === null || seconds <= 0 || !Number.isFinite(seconds * 1000)) return null
  const fraction = numberOf(at(data, 'UTCMS')) ?? 0
  const told = Math.round(seconds * 1000) + (fraction > 0 && fraction < 1000 ? fraction : 0)
  const wall = textOf(at(data, 'LocaleTime'))
  if (wall === null || at(data, 'RealUTC') !== undefined) return told
  const asClock = UTC.read(wall)
  const local = localTime.read(wall)
  return asClock !== null && local !== null && Math.abs(asClock - told) < 120_000 ? told + (local - asClock) : told
}
