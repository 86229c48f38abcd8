import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Alert } from '../../domain/alert.ts'
import type { MetricRuleInput } from '../../domain/rule.ts'
import { randomFrom } from '../ledger/random.ts'
import type { Sample } from '../reference/judge.ts'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'
import { expectedBreaches } from './feedRun.ts'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const DEVICES = ['tried-1', 'tried-2', 'tried-3']
/** A recorded day, long over. */
const START = Date.UTC(2026, 4, 1)

interface Line {
  type: string
  would: number
  were: number
  readings: number
  inForce: number | null
  comparedWith: string
  tried: number
  covered: number
  share: number
  devices: { device: string; would: number; were: number }[]
  alerts: (Breach & { deviceId: string; was: boolean })[]
  raised: { would: boolean }[]
}
type Breach = Pick<Alert, 'severity' | 'breachedAt' | 'openedAt' | 'resolvedAt' | 'value' | 'limit'>

const rule = (more: Partial<MetricRuleInput>): MetricRuleInput => ({ id: 'x', name: 'x', scope: { deviceIds: DEVICES }, metric: 'temperature', order: 'none', ...more })
const RULES: MetricRuleInput[] = [
  rule({ id: 'bt-ladder', levels: [{ severity: 'minor', above: 8, for: '5m' }, { severity: 'major', above: 10, for: '12m' }], clear: { margin: 0.5, for: '5m' } }),
  rule({ id: 'bt-low', below: 3, for: '2m', severity: 'minor', clear: { margin: 0, for: 0 } }),
  rule({ id: 'bt-door', above: 8, for: '5m', severity: 'minor', clear: { margin: 0, for: 0 }, suppressWhen: { door: 'open', for: '20m' } }),
  rule({ id: 'bt-sum', above: 8, for: '30m', mode: 'cumulative', window: '4h', severity: 'minor', clear: { margin: 0, for: 0 } }),
]

let system: Constellation
let admin: Administrator
const samples = new Map<string, { temperature: Sample; door: number }[]>()

/** A day of minutes that wanders beyond the limits now and then, with the door open for some of it and a gap. */
function recorded(seed: number): { temperature: Sample; door: number }[] {
  const random = randomFrom(seed)
  let [spell, heat, door] = [0, 0, 0]
  return Array.from({ length: 1_440 }, (_, i) => {
    if (spell-- <= 0) [spell, heat, door] = [Math.floor(random() * 40), random() < 0.3 ? random() * 12 - 4 : 0, random() < 0.2 ? 1 : 0]
    return { temperature: { ts: START + i * MINUTE, value: Math.round((5 + heat + random()) * 10) / 10 }, door }
  }).filter((_, i) => i < 600 || i > 610)
}

const standing = ({ severity, breachedAt, openedAt, resolvedAt, value, limit }: Breach): Breach => ({ severity, breachedAt, openedAt, resolvedAt, value, limit })
const byBreach = <T extends Breach>(all: readonly T[]): Breach[] => all.map(standing).sort((a, b) => (a.breachedAt < b.breachedAt ? -1 : 1))

async function backtest(body: object, token = system.adminToken): Promise<{ status: number; retryAfter: string | null; lines: Line[] }> {
  const response = await ask(body, token)
  const text = await response.text()
  return { status: response.status, retryAfter: response.headers.get('retry-after'), lines: text.trim().split('\n').map((line) => JSON.parse(line) as Line) }
}

function ask(body: object, token = system.adminToken, signal?: AbortSignal): Promise<Response> {
  return fetch(`${system.url}/api/v1/rules/backtest`, {
    method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body), signal,
  })
}

beforeAll(async () => {
  system = await startConstellation({ workers: 1 })
  admin = new Administrator(system)
  await admin.unit('bt-unit')
  await admin.unit('bt-other', { district: '131127' })
  for (const device of DEVICES) await admin.device(device, device === 'tried-3' ? 'bt-other' : 'bt-unit', { profile: 'dry-store', interval: 60 })
  for (const text of RULES) await admin.create('rules', text)
  for (const [seed, device] of DEVICES.entries()) {
    samples.set(device, recorded(seed + 3))
    const items = (samples.get(device) ?? []).map(({ temperature, door }) => ({ device, ts: temperature.ts, values: { temperature: temperature.value, door } }))
    const { status, body } = await admin.call('POST', 'readings', items)
    expect([status, body]).toEqual([200, { accepted: items.length, errors: [] }])
  }
  await until('the whole day in history', async () => {
    const counts = await Promise.all(DEVICES.map((device) => admin.get<{ buckets: { count: number }[] }>(`readings?device=${device}&metric=temperature&from=${START}&to=${START + DAY}&points=1`)))
    return counts.every(({ buckets }) => buckets[0]?.count === 1_429)
  })
})
afterAll(() => system?.stop())

describe('a backtest', () => {
  it.each(RULES.map((text) => [text.id, text] as const))('raises what the live judgement raised on the same readings (%s)', async (id, text) => {
    const alerts = await until('the live alerts', async () => {
      const { lines } = await backtest({ rule: text, from: START, to: START + DAY })
      const last = lines.at(-1)
      return last?.type === 'result' && last.would > 0 && last.were === last.would && last
    })
    expect(alerts).toMatchObject({ comparedWith: 'rule', tried: 3, covered: 3, inForce: alerts.would, readings: 3 * 1_429 })
    for (const device of DEVICES) {
      const live = (await admin.alerts(`device=${device}`)).filter((alert) => alert.ruleId === id && alert.state !== 'withdrawn')
      const mine = byBreach(alerts.alerts.filter((alert) => alert.deviceId === device))
      expect(mine, device).toEqual(byBreach(live))
      const plain = !text.suppressWhen && text.mode !== 'cumulative'
      if (plain) expect(mine.map((one) => [one.breachedAt, one.openedAt, one.resolvedAt, one.value]), device).toEqual(
        expectedBreaches((samples.get(device) ?? []).map((one) => one.temperature), [text], MINUTE).map((one) => [one.breachedAt, one.openedAt, one.resolvedAt, one.value]))
    }
    expect([...alerts.alerts.map((one) => one.was), ...alerts.raised.map((one) => one.would)].every(Boolean)).toBe(true)
  })

  it('of another limit tells what would be new, beside what was, and changes nothing', async () => {
    const before = await admin.get<object>('rules/bt-ladder')
    const looser = { ...rule({ id: 'bt-ladder', above: 7, for: '1m', severity: 'minor' }) }
    const { lines } = await backtest({ rule: looser, from: START, to: START + DAY, devices: ['tried-1'], limit: 2 })
    const result = lines.at(-1)
    expect(lines.slice(0, -1).every((line) => line.type === 'progress' && line.share <= 1)).toBe(true)
    expect(result).toMatchObject({ type: 'result', tried: 1 })
    expect(result?.alerts).toHaveLength(2)
    expect(result?.would).toBeGreaterThan(result?.inForce ?? Infinity)
    expect(result?.were).toBe(result?.inForce)
    expect(await admin.get<object>('rules/bt-ladder')).toEqual(before)
    const fresh = await backtest({ rule: { ...looser, id: 'not-there' }, from: START, to: START + DAY, devices: ['tried-1'] })
    expect(fresh.lines.at(-1)).toMatchObject({ comparedWith: 'metric', inForce: null })
  })

  it('looks only at devices of who asks, and is refused to who may not', async () => {
    const token = async (username: string, role: string, jurisdiction: object): Promise<string> => {
      await admin.create('users', { username, name: username, role, jurisdiction, password: 'correct horse battery' })
      const login = await fetch(`${system.url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username, password: 'correct horse battery' }) })
      return login.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ')
    }
    const as = (cookie: string): Promise<Response> => fetch(`${system.url}/api/v1/rules/backtest`, {
      method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify({ rule: RULES[0], from: START, to: START + DAY }),
    })
    const duty = await as(await token('bt-duty', 'duty', { scope: 'districts', districts: ['131127'] }))
    const seen = JSON.parse((await duty.text()).trim().split('\n').at(-1) ?? '') as Line
    expect(seen.devices.map((one) => one.device)).toEqual(['tried-3'])
    expect((await as(await token('bt-inspector', 'inspector', { scope: 'city' }))).status).toBe(403)
    expect((await ask({ rule: { ...RULES[0], above: 3 } })).status).toBe(422)
    expect((await ask({ rule: RULES[0], from: START, to: START - 1 })).status).toBe(422)
  })

  it('runs once a user, goes on answering others, and ends when nobody waits for it', async () => {
    const going = new AbortController()
    const long = { rule: RULES[0], from: START - 30 * DAY, to: START + 30 * DAY }
    const first = await ask(long, undefined, going.signal)
    expect(first.status).toBe(200)
    const second = await ask(long)
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '10'])
    going.abort()
    await first.text().catch(() => undefined)
    await until('the place to be free', async () => {
      const next = await ask(long)
      await next.text()
      return next.status === 200
    })
  })
})
