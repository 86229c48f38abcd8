import { setTimeout as pause } from 'node:timers/promises'
import type { MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Alert } from '../../domain/alert.ts'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'

const CROSSING = Array.from({ length: 10 }, (_, n) => `crossing-${n}`)
const STAYING = Array.from({ length: 5 }, (_, n) => `staying-${n}`)
const CHANGES = 15
/** Between the limits of all versions and beyond them. */
const [COLD, WARM] = [4, 20]

let system: Constellation
let admin: Administrator
const clients = new Map<string, MqttClient>()

const rule = (above: number, name: string): object => ({
  id: 'changing', name, scope: { deviceIds: [...CROSSING, ...STAYING] }, metric: 'temperature', above, for: 0, severity: 'major', clear: { margin: 0, for: 0 }, order: 'none',
})
const say = (device: string, temperature: number): Promise<unknown> | undefined =>
  clients.get(device)?.publishAsync(`mingjian/${device}/readings`, JSON.stringify({ ts: Date.now(), values: { temperature } }), { qos: 1 })

beforeAll(async () => {
  system = await startConstellation()
  admin = new Administrator(system)
  await admin.unit('change-unit')
  for (const device of [...CROSSING, ...STAYING]) {
    const token = await admin.device(device, 'change-unit', { profile: 'dry-store', interval: 3_600 })
    clients.set(device, await admin.connect(device, token))
  }
  await admin.create('rules', rule(8, 'version 1'))
})

afterAll(async () => {
  for (const client of clients.values()) await client.endAsync()
  await system.stop()
})

/** Crosses the limit again and again until told to stop, and counts how often each device did. */
async function cross(running: () => boolean, crossings: Map<string, number>): Promise<void> {
  while (running()) {
    await Promise.all(CROSSING.map((device) => say(device, WARM)))
    for (const [device, count] of crossings) crossings.set(device, count + 1)
    await pause(20)
    await Promise.all(CROSSING.map((device) => say(device, COLD)))
    await pause(20)
  }
}

/**
 * Makes a rule that every spike of the device breaks, and answers how to make a spike: when the alert of that rule is over,
 * all rules have judged it. A reading is judged by the register as it stands at its turn, so each has its turn before the
 * next change.
 */
async function witnessedSpikes(device: string): Promise<() => Promise<void>> {
  const ruleId = `${device}-witness`
  await admin.create('rules', { id: ruleId, name: '见证', scope: { deviceIds: [device] }, metric: 'temperature', above: 8, for: 0, severity: 'info', clear: { margin: 0, for: 0 }, order: 'none' })
  let spikes = 0
  return async () => {
    await say(device, WARM)
    await pause(5)
    await say(device, COLD)
    spikes += 1
    await until('the spike to be judged', async () => (await admin.alerts(`device=${device}`)).filter((alert) => alert.ruleId === ruleId && alert.state === 'resolved').length === spikes)
  }
}

describe('changing a rule while readings flow', () => {
  it('neither drops nor doubles an alert, and an open one keeps the version it was judged by', async () => {
    await Promise.all(STAYING.map((device) => say(device, WARM)))
    const opened = await until('the alerts that stay', async () => {
      const alerts = (await Promise.all(STAYING.map((device) => admin.alerts(`device=${device}`)))).flat()
      return alerts.length === STAYING.length && alerts
    })
    expect(new Set(opened.map((alert) => alert.ruleVersion))).toEqual(new Set([1]))

    let going = true
    const crossings = new Map(CROSSING.map((device) => [device, 0]))
    const rounds = (): number => Math.min(...crossings.values())
    const crossed = cross(() => going, crossings)
    for (let n = 2; n <= CHANGES + 1; n += 1) {
      const { status } = await admin.call('PUT', 'rules/changing', rule(n % 2 === 0 ? 10 : 8, `version ${n}`))
      expect(status).toBe(200)
      await Promise.all(STAYING.map((device) => say(device, WARM)))
      // However slow the machine, every version sees readings cross it.
      const before = rounds()
      await until('a crossing under this version', async () => rounds() >= before + 2)
    }
    going = false
    await crossed
    const sent = [...crossings.values()].reduce((sum, count) => sum + count, 0)
    expect(sent).toBeGreaterThan(3 * CROSSING.length)

    const resolved = async (device: string): Promise<Alert[]> => (await admin.alerts(`device=${device}`)).filter((alert) => alert.state === 'resolved')
    await Promise.all(STAYING.map((device) => say(device, COLD)))
    await until('all to be resolved', async () => {
      const all = await Promise.all([...CROSSING, ...STAYING].map(resolved))
      return all.flat().length >= sent + STAYING.length
    })
    const counts = new Map(await Promise.all(CROSSING.map(async (device) => [device, (await admin.alerts(`device=${device}`)).length] as const)))
    expect(counts).toEqual(crossings)
    const versions = new Set((await Promise.all(CROSSING.map(resolved))).flat().map((alert) => alert.ruleVersion))
    expect(versions.size).toBeGreaterThan(CHANGES / 2)
    const stayed = (await Promise.all(STAYING.map((device) => admin.alerts(`device=${device}`)))).flat()
    expect(stayed.map((alert) => [alert.id, alert.ruleVersion, alert.limit, alert.state]).sort())
      .toEqual(opened.map((alert) => [alert.id, 1, 8, 'resolved']).sort())
  })
})

describe('changing the opening hours of a unit', () => {
  it('moves the hours of the rules that go by them, from the answer on', async () => {
    await admin.unit('hours-unit')
    const device = 'by-hours'
    clients.set(device, await admin.connect(device, await admin.device(device, 'hours-unit', { profile: 'dry-store', interval: 3_600 })))
    await admin.create('rules', { id: 'after-closing', name: '打烊后', scope: { deviceIds: [device] }, metric: 'temperature', above: 8, for: 0, severity: 'minor', schedule: 'closed', clear: { margin: 0, for: 0 }, order: 'none' })
    const open = async (openingHours: object[] | null): Promise<void> => void expect((await admin.call('PATCH', 'units/hours-unit', { openingHours })).status).toBe(200)
    const spike = await witnessedSpikes(device)
    // Three hours around now, and the rest of the day, in Beijing.
    const hour = (ahead: number): string => `${String((new Date().getUTCHours() + 8 + 24 + ahead) % 24).padStart(2, '0')}:00`
    await spike()
    await open([{ from: hour(2), to: hour(-1) }])
    await spike()
    await open([{ from: hour(-1), to: hour(2) }])
    await spike()
    await open([{ from: hour(2), to: hour(-1) }])
    await spike()
    const alerts = await until('both alerts', async () => {
      const found = (await admin.alerts(`device=${device}`)).filter((alert) => alert.ruleId === 'after-closing' && alert.state === 'resolved')
      return found.length >= 2 && found
    })
    expect(alerts.map((alert) => alert.id).sort()).toEqual(['by-hours~after-closing~1', 'by-hours~after-closing~2'])
  })
})

describe('changing the tags of a unit', () => {
  it('brings its devices under the rules of the tag, and out of them again, from the answer on', async () => {
    await admin.unit('tagged-unit')
    const device = 'tagged'
    clients.set(device, await admin.connect(device, await admin.device(device, 'tagged-unit', { profile: 'dry-store', interval: 3_600 })))
    await admin.create('rules', { id: 'by-tag', name: '校园周边', scope: { tags: ['校园周边'] }, metric: 'temperature', above: 8, for: 0, severity: 'minor', clear: { margin: 0, for: 0 }, order: 'none' })
    const tagged = async (tags: string[]): Promise<void> => void expect((await admin.call('PATCH', 'units/tagged-unit', { tags })).status).toBe(200)
    const spike = await witnessedSpikes(device)
    await spike()
    await tagged(['key-product', '校园周边'])
    await spike()
    await tagged(['key-product'])
    await spike()
    await tagged(['校园周边'])
    await spike()
    const alerts = await until('both alerts', async () => {
      const found = (await admin.alerts(`device=${device}`)).filter((alert) => alert.ruleId === 'by-tag' && alert.state === 'resolved')
      return found.length >= 2 && found
    })
    expect(alerts.map((alert) => alert.id).sort()).toEqual(['tagged~by-tag~1', 'tagged~by-tag~2'])
  })
})
