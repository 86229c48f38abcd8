import type { MetricName } from './metrics.ts'

/** One device at one instant, as it goes through the feed. Times are epoch milliseconds. */
export interface Reading {
  readonly kind: 'reading'
  readonly device: string
  /** Event time by which it is judged. */
  readonly ts: number
  readonly receivedAt: number
  readonly values: Partial<Record<MetricName, number>>
  /** True where the device's clock ran 60 s to 24 h ahead, so that `ts` is the time received. */
  readonly clockFault?: boolean
}

/** A camera or gateway saying that it lives. */
export interface Heartbeat {
  readonly kind: 'heartbeat'
  readonly device: string
  readonly ts: number
  readonly receivedAt: number
  readonly online: boolean
}

/** What an AI camera saw; the snapshot travels beside it, by its SHA-256. */
export interface Detection {
  readonly kind: 'detection'
  readonly device: string
  readonly ts: number
  readonly receivedAt: number
  /** The camera's own key of the event: start, updates and end share it. */
  readonly id: string
  readonly phase: 'start' | 'update' | 'end'
  /** Key of the violation catalogue, or the camera's own label where unmapped. */
  readonly type: string
  readonly confidence: number | null
  /** x, y, width, height as shares of the picture (0 to 1). */
  readonly box: readonly [number, number, number, number] | null
  readonly zone: string | null
  readonly track: string | null
  readonly model: string | null
  readonly frames: { readonly hit: number; readonly total: number } | null
  /** SHA-256 of the kept JPEG, hex, or an outside URL. */
  readonly snapshot: string | null
}

/** What could not be used, kept with the reason. */
export interface DeadLetter {
  readonly kind: 'dead-letter'
  readonly device: string | null
  readonly receivedAt: number
  /** `feed`: found on its way into history, where it is known no more how it came. */
  readonly source: 'mqtt' | 'http' | 'feed'
  /** Topic or path it came by. */
  readonly address: string
  readonly type: DeadLetterType
  readonly detail: string
  /** As it came, cut at 64 KiB. */
  readonly payload: string
}

export const DEAD_LETTER_TYPES = [
  'unparsable', 'too-large', 'invalid', 'unknown-device', 'no-known-metric', 'not-a-number', 'out-of-range',
  'bad-time', 'time-too-far-ahead', 'time-before-2000', 'conflicting-value', 'forbidden', 'fault-value',
] as const
export type DeadLetterType = (typeof DEAD_LETTER_TYPES)[number]

/** Tells the owners of a partition that the register or the rules changed at this place in the feed. */
export interface RegisterChange {
  readonly kind: 'register-change'
  readonly what: 'rules' | 'devices' | 'units'
  /** Ids touched; empty means many (an import). */
  readonly ids: readonly string[]
}

export type FeedItem = Reading | Heartbeat | Detection | DeadLetter | RegisterChange
