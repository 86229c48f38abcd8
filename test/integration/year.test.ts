import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MetricRuleInput } from '../../domain/rule.ts'
import { arrivals, recordedYear } from '../builders/year.ts'
import { randomFrom } from '../ledger/random.ts'
import { referenceSilence, type Sample } from '../reference/judge.ts'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'
import { expectedBreaches, judgedBreaches, runFeed, type JudgedBreach } from './feedRun.ts'

const INTERVAL = 900
const LATENESS_MS = 10 * 60_000
/** Readings in one post. */
const POST = 5_000
/** Rooms whose year is sent twice: posted in bulk, and replayed. */
const ROOMS = ['a', 'b']

let system: Constellation
let admin: Administrator
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingjian-year-'))
const years = new Map<string, Sample[]>(ROOMS.map((room, n) => [room, recordedYear({ seed: 40 + n, from: Date.UTC(2025, 0, 1), paceMs: INTERVAL * 1000 })]))
const devicesOf = (way: string): string[] => ROOMS.map((room) => `year-${way}-${room}`)
const rules: MetricRuleInput[] = [
  { id: 'year-ladder', name: '升级', levels: [{ severity: 'minor', above: 8, for: '30m' }, { severity: 'major', above: 10, for: '1h' }, { severity: 'critical', above: 12, for: '90m' }], clear: { margin: 0.5, for: '30m' } },
  { id: 'year-at-once', name: '即时', above: 8, for: 0, severity: 'minor', clear: { margin: 0.7, for: 0 } },
  { id: 'year-low', name: '过低', below: 0, for: '20m', severity: 'minor', clear: { margin: 1, for: 0 } },
  { id: 'year-budget', name: '累计', mode: 'cumulative', window: '6h', above: 8, for: '2h', severity: 'major', clear: { margin: 0.5, for: '1h' } },
].map((rule) => ({ ...rule, scope: { deviceIds: [...devicesOf('post'), ...devicesOf('feed')] }, metric: 'temperature', order: 'none' }) as MetricRuleInput)

beforeAll(async () => {
  system = await startConstellation()
  admin = new Administrator(system)
  await admin.unit('year-unit')
})

afterAll(async () => {
  await system.stop()
  fs.rmSync(folder, { recursive: true })
})

describe('a recorded year of several devices, as CSV', () => {
  it('gives, posted in bulk in any order or replayed over MQTT, exactly the alerts of an independent calculation', { timeout: 240_000 }, async () => {
    const tokens = new Map<string, string>()
    // Dry stores: no shipped rule looks at their temperature.
    for (const device of [...devicesOf('post'), ...devicesOf('feed')]) tokens.set(device, await admin.device(device, 'year-unit', { profile: 'dry-store', interval: INTERVAL }))
    for (const rule of rules) await admin.create('rules', rule)
    await Promise.all([posted(written('post')), replayed(written('feed'), tokens)])

    for (const [n, room] of ROOMS.entries()) {
      const samples = years.get(room) ?? []
      const breaches = expectedBreaches(samples, rules, INTERVAL * 1000)
      const silences = referenceSilence(samples.map(({ ts }) => ts), INTERVAL * 1000).map(({ breachedAt, resolvedAt }) => [breachedAt, resolvedAt])
      for (const rule of rules) expect(breaches.filter((one) => one.rule === rule.id).length, rule.id).toBeGreaterThan(20)
      expect(silences.length).toBeGreaterThan(100)
      for (const way of ['post', 'feed']) await expectAlerts(devicesOf(way)[n] ?? '', breaches, silences)
    }
  })
})

/** The whole recording of one way: the readings of all its devices by time. */
function written(way: string): string {
  const rows = ROOMS.flatMap((room) => (years.get(room) ?? []).map(({ ts, value }) => ({ ts, line: `${ts},year-${way}-${room},temperature,${value}` })))
  const file = path.join(folder, `${way}.csv`)
  fs.writeFileSync(file, `ts,device,metric,value\n${rows.sort((a, b) => a.ts - b.ts).map(({ line }) => line).join('\n')}\n`)
  return file
}

/** Posts a file as an administrator does who has it in no order: shuffled within the bound, some of it twice. */
async function posted(file: string): Promise<void> {
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n').slice(1).map((line) => line.split(','))
  const rows = lines.map(([ts = '', device = '', , value = '']) => ({ ts: Number(ts), value: Number(value), device }))
  const mixed = arrivals(rows, randomFrom(3), LATENESS_MS, 0.05)
  expect(mixed.length).toBeGreaterThan(rows.length)
  for (let at = 0; at < mixed.length; at += POST) {
    const items = mixed.slice(at, at + POST).map(({ ts, device, value }) => ({ device, ts, values: { temperature: value } }))
    expect(await admin.call('POST', 'readings', items)).toEqual({ status: 200, body: { accepted: items.length, errors: [] } })
  }
}

async function replayed(file: string, tokens: ReadonlyMap<string, string>): Promise<void> {
  const credentials = path.join(folder, 'tokens.csv')
  fs.writeFileSync(credentials, `id,token\n${devicesOf('feed').map((device) => `${device},${tokens.get(device)}`).join('\n')}\n`)
  const run = await runFeed([file, '--tokens', credentials, '--mqtt', system.mqttUrl, '--speed', 'max'])
  expect(run).toMatchObject({ code: 0 })
}

/** Waits until the alerts are as many as expected, then holds them together field by field. */
async function expectAlerts(device: string, breaches: readonly JudgedBreach[], silences: readonly (readonly number[])[]): Promise<void> {
  const wanted = JSON.stringify(breaches)
  await until(`the alerts of ${device}`, async () => JSON.stringify(await judgedBreaches(admin, device)) === wanted, 60_000).catch(() => undefined)
  expect(await judgedBreaches(admin, device), device).toEqual(breaches)
  const told = (await admin.alerts(`device=${device}`)).filter(({ type, state }) => type === 'silence' && state !== 'withdrawn')
  const spans = told.map(({ breachedAt, resolvedAt }) => [Date.parse(breachedAt), Date.parse(resolvedAt ?? '')]).sort(([a = 0], [b = 0]) => a - b)
  expect(spans, `silences of ${device}`).toEqual(silences)
}
