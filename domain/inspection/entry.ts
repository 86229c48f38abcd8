import { z } from 'zod'
import { LINE_MODES } from '../inspection.ts'
import { METRIC_NAMES, type MetricName } from '../metrics.ts'
import { orderText } from '../order/input.ts'
import { SEVERITIES } from '../severity.ts'

/** Made by who enters something, once; a repeat carries the same. */
export const entryKey = z.string().regex(/^[\w-]{8,64}$/, 'a key is 8 to 64 letters, digits, dashes or underscores')
const itemId = z.string().regex(/^[\w-]{1,64}$/)
const stillId = z.string().regex(/^[\w-]{1,64}$/)
const share = z.number().min(0).max(1)
const points = z.array(z.tuple([share, share])).min(1).max(2_000)
const metric = z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]])
const value = z.number().min(-1e6).max(1e6)

export const RESULTS = ['pass', 'fail', 'not-applicable'] as const
export type Result = (typeof RESULTS)[number]
export const ASKS = ['still', 'front', 'back', 'torch-on', 'torch-off'] as const
export type Ask = (typeof ASKS)[number]

/** A drawn signature or mark. */
export const strokes = z.array(points).min(1).max(200)

/** What people enter, by kind. */
export const ENTRY_INPUTS = {
  /** A tick on the checklist. */
  result: z.strictObject({
    item: itemId, result: z.enum(RESULTS), note: orderText.optional(), reading: z.strictObject({ metric, value }).optional(),
    /** The standard that is broken, in the inspector's words. */
    standard: z.string().trim().min(1).max(300).regex(/^[^\0]*$/).optional(), stills: z.array(stillId).max(20).optional(),
  }),
  /** Something wrong that no item of the list asks for. */
  finding: z.strictObject({
    title: z.string().trim().min(1).max(200).regex(/^[^\0]*$/), note: orderText.optional(), severity: z.enum(SEVERITIES), stills: z.array(stillId).max(20).optional(),
    /** Keys under which the phone told of stills of its own, whose ids it may not know yet. */
    photos: z.array(entryKey).max(20).optional(),
  }),
  message: z.strictObject({ text: orderText }),
  /** Said to the inspector, and spoken by the phone. */
  pointer: z.strictObject({ text: z.string().trim().min(1).max(200).regex(/^[^\0]*$/) }),
  push: z.strictObject({ item: itemId }),
  ask: z.strictObject({ what: z.enum(ASKS) }),
  drawing: z.strictObject({ still: stillId, lines: z.array(z.strictObject({ colour: z.enum(['red', 'yellow', 'blue']), points })).min(1).max(100), note: orderText.optional() }),
  /** What the probe in the picture shows, beside what the sensor says. */
  comparison: z.strictObject({ deviceId: z.string().min(1).max(64), metric, probe: value, still: stillId.optional() }),
  /** The commander asks for leave to record the live session, or ends it. */
  record: z.strictObject({ what: z.enum(['ask', 'stop']) }),
  /** The inspector's answer to that question. */
  consent: z.strictObject({ ask: entryKey, given: z.boolean() }),
  mode: z.strictObject({ mode: z.enum(LINE_MODES), why: z.string().max(100).optional() }),
} as const
export type EnteredKind = keyof typeof ENTRY_INPUTS
export type Entered = { [K in EnteredKind]: z.output<(typeof ENTRY_INPUTS)[K]> }

/** What the platform enters by itself. */
interface Noted {
  still: { still: string; sha256: string; size: number; point: readonly [number, number] | null; accuracy: number | null; answers?: string | undefined; item?: string | undefined }
  'still-kept': { still: string; sha256: string; width: number; height: number }
  order: { finding: string; orderId: string }
  recording: { recording: string; ask: string }
  'recording-kept': { recording: string; sha256: string; size: number; from: string; to: string }
  joined: { role: string }
  left: { role: string }
}

type Bodies = Omit<Entered, 'comparison' | 'finding'> & Noted & {
  finding: Omit<Entered['finding'], 'photos'>
  comparison: Entered['comparison'] & { sensor: number | null; sensorAt: string | null }
}
export type EntryKind = keyof Bodies

/** One line of the inspection's log. Nothing in it is ever changed: who corrects something adds a line. */
export type Entry = { [K in EntryKind]: EntryOf<K> }[EntryKind]
export interface EntryOf<K extends EntryKind> {
  /** In the order of arrival, from 1. */
  readonly seq: number
  readonly key: string
  /** The page that made it; empty for the platform. */
  readonly client: string
  /** When it happened, by the clock of who entered it; when we heard of it. ISO 8601 UTC. */
  readonly at: string
  readonly receivedAt: string
  readonly by: string
  readonly name: string
  readonly kind: K
  readonly body: Bodies[K]
  /** Happened or arrived after the record was signed, or arrived after it was called off: no part of the record. */
  readonly late: boolean
}

export function isKind<K extends EntryKind>(kind: K): (entry: Entry) => entry is Extract<Entry, { kind: K }> {
  return (entry): entry is Extract<Entry, { kind: K }> => entry.kind === kind
}

/**
 * Their clock's word counts, but never for a time that lies ahead of ours or before the inspection was opened, when
 * there was nothing to enter: then the time of arrival does. Epoch milliseconds.
 */
export function happenedAt(said: number | undefined, receivedAt: number, openedAt: string): number {
  return said === undefined || said > receivedAt + 60_000 || said < Date.parse(openedAt) ? receivedAt : said
}
