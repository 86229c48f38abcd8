import { loadConfiguration } from '../../config/load.ts'
import type { Decoded, Message } from '../../server/decoders/decoder.ts'
import { formatsFor } from '../../server/decoders/formats.ts'

/** Noon in Beijing, the time at which messages come unless a test says otherwise. */
export const NOON = Date.UTC(2026, 10, 22, 4)

export const formats = formatsFor(loadConfiguration().metricNames)

type Decode = (topic: string, payload: unknown, message?: Partial<Message>) => readonly Decoded[]

/** A fresh decoder of the format, which takes payloads as objects, texts or bytes. */
export function decoderOf(id: string, options: { prefix?: string; timeZone?: string } = {}): Decode {
  const format = formats.get(id)
  if (!format) throw new Error(`no format ${id}`)
  const decoder = format.create({ prefix: options.prefix ?? null, timeZone: options.timeZone ?? 'Asia/Shanghai' })
  return (topic, payload, message = {}) => decoder.decode({ topic, payload: bytesOf(payload), contentType: null, receivedAt: NOON, retained: false, ...message })
}

function bytesOf(payload: unknown): Buffer {
  if (Buffer.isBuffer(payload)) return payload
  return Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
}
