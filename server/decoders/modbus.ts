import { z } from 'zod'
import { toOurUnit, unitsOf } from '../../domain/foreignUnits.ts'
import { METRIC_NAMES, METRICS, type MetricName } from '../../domain/metrics.ts'
import type { Decoded, DecodedReading } from './decoder.ts'
import { reject } from './json.ts'

const TABLES = ['holding', 'input', 'coil', 'discrete'] as const
const NUMBER_TYPES = ['int16', 'uint16', 'int32', 'uint32', 'float32'] as const
/** The protocol's own bound; some controllers take fewer, none more. */
const MOST_REGISTERS = 125

const wordOrder = z.enum(['big', 'little'])
const finite = z.number().refine(Number.isFinite, 'not a number')

const point = z.strictObject({
  /** The device as it is registered. */
  device: z.string().min(1).max(200),
  metric: z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]]),
  table: z.enum(TABLES).default('holding'),
  /** From 0, as on the wire: 40001 in a manual is holding register 0. */
  address: z.int().min(0).max(65_535),
  /** `bit` is one bit of a register; a coil or discrete input is one anyway. */
  type: z.enum([...NUMBER_TYPES, 'bit']).default('int16'),
  bit: z.int().min(0).max(15).default(0),
  /** Which of two registers holds the upper half; that of the controller unless given. */
  wordOrder: wordOrder.optional(),
  scale: finite.default(1),
  offset: finite.default(0),
  /** Of the number after scaling; our own unless given (°F; `closed` where 1 is a closed door). */
  unit: z.string().optional(),
  /** Raw numbers that stand for no value, beside those of the type. */
  noValue: z.array(finite).max(20).default([]),
}).superRefine(({ metric, unit, address, type }, context) => {
  if (unit !== undefined && !unitsOf(metric).includes(unit))
    context.addIssue({ code: 'custom', path: ['unit'], message: `no unit of ${metric}: write ${unitsOf(metric).join(', ')}` })
  if (address + wordsOf(type) > 65_536) context.addIssue({ code: 'custom', path: ['address'], message: 'the value ends behind the last register' })
})

/** What a controller's registers mean, and how to reach it. */
export const modbusController = z.strictObject({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535).default(502),
  /** Unit (slave) behind the address; 1 or 255 where there is but one. */
  unit: z.int().min(0).max(255).default(1),
  /** Seconds between two polls. */
  interval: z.number().min(1).max(86_400).default(60),
  /** Seconds to wait for a connection or an answer. */
  timeout: z.number().min(0.1).max(60).default(5),
  wordOrder: wordOrder.default('big'),
  points: z.array(point).min(1).max(500),
}).superRefine(({ points }, context) => {
  const seen = new Set<string>()
  for (const [i, { device, metric }] of points.entries()) {
    const key = `${device.toLowerCase()} ${metric}`
    if (seen.has(key)) context.addIssue({ code: 'custom', path: ['points', i], message: `${device} has ${metric} already` })
    seen.add(key)
  }
})

export type ModbusController = z.output<typeof modbusController>
type Point = ModbusController['points'][number]
type Table = Point['table']

/** Neighbouring registers, or bits, read by one request. */
export interface Block {
  readonly table: Table
  readonly start: number
  readonly count: number
}

/** What a controller answered to the request for a block: two bytes a register, or a boolean a bit. */
export type Answer = { readonly block: Block; readonly registers: Buffer } | { readonly block: Block; readonly bits: readonly boolean[] }

/** Codes of a broken sensor that every profile with a number for a measurement knows, whatever the scale. */
const FAULT = { high: 32_767, low: -32_768 }
const NO_VALUE: Readonly<Record<string, ReadonlyMap<number, number>>> = {
  int16: new Map([[0x7fff, FAULT.high], [-0x8000, FAULT.low]]),
  uint16: new Map([[0x7fff, FAULT.high], [0x8000, FAULT.low], [0xffff, FAULT.high]]),
  int32: new Map([[0x7fff_ffff, FAULT.high], [-0x8000_0000, FAULT.low]]),
  uint32: new Map([[0x7fff_ffff, FAULT.high], [0x8000_0000, FAULT.low], [0xffff_ffff, FAULT.high]]),
}

/** The requests that read all points. Only what touches is read together: many controllers refuse a gap. */
export function planReads(points: readonly Point[]): Block[] {
  const spans = points.map((one) => ({ table: one.table, start: one.address, end: one.address + (isBits(one.table) ? 1 : wordsOf(one.type)) }))
  const blocks: { table: Table; start: number; end: number }[] = []
  for (const span of spans.sort((a, b) => a.table.localeCompare(b.table) || a.start - b.start)) {
    const last = blocks.at(-1)
    if (last && last.table === span.table && span.start <= last.end && Math.max(span.end, last.end) - last.start <= MOST_REGISTERS) last.end = Math.max(span.end, last.end)
    else blocks.push({ ...span })
  }
  return blocks.map(({ table, start, end }) => ({ table, start, count: end - start }))
}

/** What was answered, for a person to compare with the manual: `{"holding":{"10":65352,"11":250}}`, registers as unsigned words. */
export function answersAsText(answers: readonly Answer[]): string {
  const tables: Record<string, Record<string, number | boolean>> = {}
  for (const answer of answers) {
    const { table, start } = answer.block
    const values = 'bits' in answer ? answer.bits : Array.from({ length: Math.floor(answer.registers.length / 2) }, (_, i) => answer.registers.readUInt16BE(2 * i))
    tables[table] = { ...tables[table], ...Object.fromEntries(values.map((value, i) => [start + i, value])) }
  }
  return JSON.stringify(tables)
}

/** One reading for each device of which an answer holds anything. A point whose answer is missing or short says nothing. */
export function decodeAnswers(controller: Pick<ModbusController, 'points' | 'wordOrder'>, answers: readonly Answer[], ts: number): Decoded[] {
  const devices = new Map<string, Record<string, number>>()
  const rejections: Decoded[] = []
  for (const one of controller.points) {
    const raw = rawOf(one, controller.wordOrder, answers)
    if (raw === null) continue
    const value = valueOf(one, raw)
    if (value === null) rejections.push(reject([one.device], 'not-a-number', `${one.metric} at ${one.table} ${one.address} is no finite number`))
    else devices.set(one.device, { ...devices.get(one.device), [one.metric]: value })
  }
  const readings = [...devices].map(([device, values]): DecodedReading => ({ kind: 'reading', source: [device], ts, values }))
  return [...readings, ...rejections]
}

/** The code of a broken sensor goes on unscaled, so that it is known as one: it makes a device fault, never a food alert. */
function valueOf({ metric, type, table, scale, offset, unit, noValue }: Point, raw: number): number | null {
  const numeric = !isBits(table) && type !== 'bit' && !METRICS[metric].onChange
  if (numeric) {
    const fault = Number.isFinite(raw) ? (NO_VALUE[type]?.get(raw) ?? (noValue.includes(raw) ? FAULT.high : undefined)) : FAULT.high
    if (fault !== undefined) return fault
  }
  const scaled = Number((raw * scale + offset).toPrecision(12))
  const value = unit === undefined ? scaled : toOurUnit(metric, unit, scaled)
  return value !== null && Number.isFinite(value) ? value : null
}

function rawOf(one: Point, order: 'big' | 'little', answers: readonly Answer[]): number | null {
  const bits = isBits(one.table)
  const words = bits ? 1 : wordsOf(one.type)
  const answer = answers.find(({ block }) => block.table === one.table && block.start <= one.address && one.address + words <= block.start + block.count)
  if (!answer) return null
  const at = one.address - answer.block.start
  if ('bits' in answer) return bits && at < answer.bits.length ? Number(answer.bits[at]) : null
  return bits || (at + words) * 2 > answer.registers.length ? null : numberOf(one, order, answer.registers.subarray(at * 2, (at + words) * 2))
}

function numberOf(one: Point, order: 'big' | 'little', bytes: Buffer): number {
  const [high, low] = (one.wordOrder ?? order) === 'big' ? [0, 2] : [2, 0]
  const both = (): Buffer => Buffer.concat([bytes.subarray(high, high + 2), bytes.subarray(low, low + 2)])
  switch (one.type) {
    case 'int16':
      return bytes.readInt16BE(0)
    case 'uint16':
      return bytes.readUInt16BE(0)
    case 'bit':
      return (bytes.readUInt16BE(0) >> one.bit) & 1
    case 'int32':
      return both().readInt32BE(0)
    case 'uint32':
      return both().readUInt32BE(0)
    case 'float32':
      return both().readFloatBE(0)
  }
}

function isBits(table: Table): boolean {
  return table === 'coil' || table === 'discrete'
}

function wordsOf(type: string): number {
  return type.endsWith('32') ? 2 : 1
}
