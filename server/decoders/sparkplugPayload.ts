import proto from 'sparkplug-payload/lib/sparkplugPayloadProto.js'

/** A metric as it came; its value can be read once its type is known, which only the BIRTH must tell. */
export interface SparkplugMetric {
  /** Null in DATA, where the alias stands for it. */
  readonly name: string | null
  readonly alias: string | null
  /** Epoch milliseconds. */
  readonly ts: number | undefined
  readonly type: number | null
  readonly raw: RawValue
  /** Of the property `engUnit`, in a BIRTH. */
  readonly unit: string | null
}

/** `asSigned` is the same 64 bits read as a signed number. */
type RawValue = { readonly integer: number; readonly asSigned?: number } | { readonly plain: number | boolean | string } | null | undefined

export interface SparkplugPayload {
  readonly ts: number | undefined
  readonly seq: number | null
  readonly metrics: readonly SparkplugMetric[]
}

type Metric = proto.org.eclipse.tahu.protobuf.Payload.IMetric

const { Payload } = proto.org.eclipse.tahu.protobuf
const BITS: Readonly<Record<number, number>> = { 1: 8, 2: 16, 3: 32 }
const INT64 = 4
const UNIT_PROPERTIES = new Set(['engunit', 'engineering units', 'unit', 'units'])

/** The protobuf message, or null where the bytes are none. */
export function readPayload(bytes: Buffer): SparkplugPayload | null {
  try {
    const payload = Payload.decode(bytes)
    return {
      ts: Object.hasOwn(payload, 'timestamp') ? asNumber(payload.timestamp) : undefined,
      seq: Object.hasOwn(payload, 'seq') ? (asNumber(payload.seq) ?? null) : null,
      metrics: payload.metrics.map(metricOf),
    }
  } catch {
    return null
  }
}

/** The value by the type its BIRTH declared: null where it is null, undefined where it is none of ours (a template, bytes). */
export function valueOf(metric: SparkplugMetric, type: number | null): number | boolean | string | null | undefined {
  const { raw } = metric
  if (raw === null || raw === undefined) return raw
  if ('plain' in raw) return raw.plain
  const known = metric.type ?? type
  return known === INT64 ? (raw.asSigned ?? raw.integer) : signed(raw.integer, known)
}

function metricOf(metric: Metric): SparkplugMetric {
  const own = (key: keyof Metric): boolean => Object.hasOwn(metric, key)
  const alias = own('alias') ? asNumber(metric.alias) : undefined
  return {
    name: own('name') && metric.name ? metric.name : null,
    alias: alias === undefined ? null : String(alias),
    ts: own('timestamp') ? asNumber(metric.timestamp) : undefined,
    type: own('datatype') ? (metric.datatype ?? null) : null,
    raw: rawOf(metric),
    unit: unitOf(metric),
  }
}

/** By the field that is there: the library's own reading goes by the type, which DATA leaves out. */
function rawOf(metric: Metric): RawValue {
  if (metric.isNull === true) return null
  if (typeof metric.floatValue === 'number' && Object.hasOwn(metric, 'floatValue')) return { plain: shortestFloat32(metric.floatValue) }
  if (typeof metric.doubleValue === 'number' && Object.hasOwn(metric, 'doubleValue')) return { plain: metric.doubleValue }
  if (typeof metric.intValue === 'number' && Object.hasOwn(metric, 'intValue')) return { integer: metric.intValue }
  if (Object.hasOwn(metric, 'longValue')) return { integer: asNumber(metric.longValue) ?? Number.NaN, asSigned: signedNumber(metric.longValue) }
  if (typeof metric.booleanValue === 'boolean' && Object.hasOwn(metric, 'booleanValue')) return { plain: metric.booleanValue }
  if (typeof metric.stringValue === 'string' && Object.hasOwn(metric, 'stringValue')) return { plain: metric.stringValue }
  return undefined
}

/** Senders write a negative Int8, Int16 or Int32 as the two's complement of its own width or of 32 bits; both are read. */
function signed(value: number, type: number | null): number {
  const bits = type === null ? undefined : BITS[type]
  return bits === undefined ? value : (value << (32 - bits)) >> (32 - bits)
}

/** 64-bit numbers come as objects. */
function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'object' || value === null || !('toNumber' in value) || typeof value.toNumber !== 'function') return undefined
  const number: unknown = value.toNumber()
  return typeof number === 'number' ? number : undefined
}

/** Before it becomes a number, since near 2⁶⁴ a number no longer tells −18 from 0. */
function signedNumber(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('toSigned' in value) || typeof value.toSigned !== 'function') return undefined
  return asNumber(value.toSigned())
}

/** −18.4 sent as a float32 is −18.399999618…: the shortest decimal that is the same float32 is what the sensor said. */
export function shortestFloat32(value: number): number {
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === Math.fround(value)) return short
  }
  return value
}

function unitOf(metric: Metric): string | null {
  const { keys, values } = metric.properties ?? {}
  const at = keys?.findIndex((key) => UNIT_PROPERTIES.has(key.toLowerCase())) ?? -1
  return at < 0 ? null : (values?.[at]?.stringValue ?? null)
}
