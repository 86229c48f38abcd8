import type { DeadLetterType } from '../../domain/feed.ts'

/** One message as a gateway sent it, by MQTT, by a webhook, or as an answer to our own asking. */
export interface Message {
  /** MQTT topic, or the path of the webhook. */
  readonly topic: string
  readonly payload: Buffer
  /** Media type with its parameters, where the carrier names one (HTTP). */
  readonly contentType: string | null
  /** By our clock, epoch milliseconds. */
  readonly receivedAt: number
  /** An MQTT broker's last known value: never a new reading. */
  readonly retained: boolean
}

/**
 * Names the gateway gives a sensing point, the most exact first (`['t1:DS18B20-1', 't1']`). The register maps the
 * first one it knows to a device; case does not matter.
 */
export type Source = readonly string[]

/** In our own metrics and units. `ts` as the device said it (epoch ms or ISO 8601 with a zone); absent: time received. */
export interface DecodedReading {
  readonly kind: 'reading'
  readonly source: Source
  /** The name by which it waits to be registered, where that is not the most exact one. */
  readonly waitsAs?: string
  readonly ts?: number | string
  readonly values: Readonly<Record<string, number>>
}

/** The native detection's fields; `type` is the vendor's own label, mapped to the catalogue afterwards. */
export interface DecodedDetection {
  readonly kind: 'detection'
  readonly source: Source
  readonly ts?: number | string
  readonly id: string
  readonly phase: 'start' | 'update' | 'end'
  readonly type: string
  readonly confidence?: number
  /** Shares of the picture, 0 to 1: x, y, width, height. */
  readonly box?: readonly [number, number, number, number]
  readonly zone?: string
  readonly track?: string
  readonly model?: string
  /** Base64 JPEG or an http(s) address. */
  readonly snapshot?: string
}

export interface DecodedStatus {
  readonly kind: 'status'
  /** Empty: the gateway itself. */
  readonly source: Source
  readonly ts?: number | string
  readonly online: boolean
}

/** Something that can't be used: kept as a dead letter with the reason, and it never stops the rest. */
export interface DecodedRejection {
  readonly kind: 'rejection'
  readonly source: Source
  readonly type: DeadLetterType
  readonly detail: string
}

/** Something to send back to the gateway, such as Sparkplug's request for a rebirth. */
export interface DecodedReply {
  readonly kind: 'reply'
  readonly topic: string
  readonly payload: Buffer
}

export type Decoded = DecodedReading | DecodedDetection | DecodedStatus | DecodedRejection | DecodedReply

/**
 * Turns one gateway's messages into canonical items. One decoder is made for each gateway connection and may remember
 * what its format needs (Sparkplug's aliases), within a bound. `decode` never throws and never hangs, whatever comes;
 * an empty answer means that there is rightly nothing to say (a repeat, a retained message).
 */
export interface Decoder {
  decode(message: Message): readonly Decoded[]
}

/** One format: how its topics look, and how to begin to decode it. */
export interface Format {
  /** As in the register: `chirpstack`. */
  readonly id: string
  /** MQTT topic filters its gateways publish to, relative to `prefix` where the format has a configurable one. */
  readonly topics: readonly string[]
  /** The prefix its topics have unless the gateway is registered with another; null where the format fixes them. */
  readonly prefix: string | null
  /** Whether the gateway's own sign of life stands for all its channels, of which it names but one or none. */
  readonly vouches?: true
  create(options: { readonly prefix: string | null; readonly timeZone: string }): Decoder
}
