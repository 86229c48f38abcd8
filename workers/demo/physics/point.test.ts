import { describe, expect, it } from 'vitest'
import type { DeviceFields } from '../../../stores/postgres/devices.ts'
import type { Incident, IncidentKind } from '../incidents/incident.ts'
import { SensorSource } from '../speaking/sensorSource.ts'
import type { Message } from '../speaking/source.ts'
import { measuringOf } from './point.ts'

const NOON = Date.UTC(2026, 10, 22, 4)
const MINUTE = 60_000

const device = (profile: string, interval: number | null = 60): DeviceFields =>
  ({ id: `test-${profile}`, unit: 'u', profile, place: null, interval, gateway: null, format: null, source: null, settings: null, calibratedAt: null, calibrationDays: null })
const incident = (kind: IncidentKind, minutes: number, strength = 0.5): Incident =>
  ({ id: kind, kind, device: 'test', from: NOON, until: NOON + minutes * MINUTE, strength })

function said(one: DeviceFields, incidents: readonly Incident[], from: number, until: number): Message[] {
  const measuring = measuringOf(one, () => incidents)
  if (!measuring) throw new Error(`${one.profile} measures nothing`)
  const source = new SensorSource(one, measuring, () => incidents)
  const messages: Message[] = []
  for (let t = source.next(from); t <= until; t = source.next(t)) {
    const message = source.say(t)
    if (message) messages.push(message)
  }
  return messages
}
const values = (messages: readonly Message[], metric: string): number[] =>
  messages.flatMap(({ body }) => (body.values as Record<string, number>)[metric] ?? [])

describe('a sensor of the demonstration', () => {
  it('speaks at its interval, never twice at one time, and never later than it', () => {
    const messages = said(device('catering-chiller'), [], NOON, NOON + 120 * MINUTE)
    const times = messages.map((message) => message.at)
    expect(new Set(times).size).toBe(times.length)
    for (let i = 1; i < times.length; i++) expect((times[i] ?? 0) - (times[i - 1] ?? 0)).toBeLessThanOrEqual(MINUTE)
    expect(values(messages, 'temperature')).toHaveLength(120)
  })

  it('keeps food hot between 63 °C and 80 °C unless something is wrong', () => {
    const day = values(said(device('hot-holding', 30), [], NOON, NOON + 24 * 60 * MINUTE), 'temperature')
    expect(Math.min(...day)).toBeGreaterThan(63.5)
    expect(Math.max(...day)).toBeLessThan(80)
    const failing = values(said(device('hot-holding', 30), [incident('heater', 20)], NOON, NOON + 20 * MINUTE), 'temperature')
    expect(failing.at(-1)).toBeLessThan(60)
  })

  it('tells of gas in the moment it passes the limit, and the fan clears it', () => {
    const messages = said(device('kitchen-gas', 10), [incident('leak', 2)], NOON, NOON + 8 * MINUTE)
    const gas = values(messages, 'gas_lel')
    expect(gas[0]).toBeLessThan(5)
    expect(Math.max(...gas)).toBeGreaterThan(25)
    expect(gas.at(-1)).toBeLessThan(5)
    const first = messages.find((message) => Number((message.body.values as Record<string, number>).gas_lel) > 25)
    const before = messages[messages.indexOf(first as Message) - 1]
    expect((first?.at ?? 0) - (before?.at ?? 0)).toBeLessThan(10_000)
  })

  it('says nothing while it is silent', () => {
    const times = said(device('sample-fridge'), [incident('silence', 7)], NOON - 5 * MINUTE, NOON + 15 * MINUTE).map((message) => message.at)
    expect(times.filter((t) => t >= NOON && t < NOON + 7 * MINUTE)).toEqual([])
    expect(times.length).toBeGreaterThan(10)
  })

  it('gives impossible values while its probe is broken, one value while it is stuck, and little battery when flat', () => {
    const broken = values(said(device('catering-freezer'), [incident('fault-value', 3)], NOON, NOON + 3 * MINUTE), 'temperature')
    expect(new Set(broken)).toEqual(new Set([85]))
    const stuck = values(said(device('catering-freezer'), [incident('stuck', 60)], NOON, NOON + 59 * MINUTE), 'temperature')
    expect(new Set(stuck).size).toBe(1)
    const flat = values(said(device('catering-freezer'), [incident('flat-battery', 240)], NOON, NOON + 180 * MINUTE), 'battery')
    expect(flat.length).toBeGreaterThan(0)
    expect(Math.max(...flat)).toBeLessThan(10)
  })

  it('that is a door contact speaks when the door opens and when it shuts', () => {
    const messages = said(device('door', null), [incident('door', 4)], NOON - 1, NOON + 4 * MINUTE)
    expect(messages[0]).toMatchObject({ at: NOON, body: { values: { door: 1 } } })
    expect(messages.at(-1)).toMatchObject({ at: NOON + 4 * MINUTE, body: { values: { door: 0 } } })
  })
})
