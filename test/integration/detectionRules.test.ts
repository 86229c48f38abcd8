import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Alert } from '../../domain/alert.ts'
import type { DetectionRuleInput } from '../../domain/detectionRule.ts'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'

const CAMERAS = ['seen-1', 'seen-2', 'seen-3', 'seen-4']
const CHANGES = 8
const MINUTE = 60_000

let system: Constellation
let admin: Administrator
/** Events sent so far, by camera; each is longer after the one before than any cooldown. */
const sent = new Map(CAMERAS.map((camera) => [camera, 0]))
const BEGAN = Date.now() - 20 * 86_400_000

const rule = (name: string, parts: Partial<DetectionRuleInput> = {}): DetectionRuleInput =>
  ({ id: 'phones', name, scope: { deviceIds: CAMERAS }, type: 'phone_use', severity: 'major', minConfidence: 0.7, persist: '3s', cooldown: '1m', ...parts })
const message = (device: string, id: string, ts: number, phase: string, confidence: number) => ({ device, id, ts, phase, type: 'phone_use', confidence, track: 'one' })
const found = (device: string): Promise<Alert[]> => admin.alerts(`device=${device}&type=phone_use`)
const post = async (items: object[]): Promise<void> => void expect((await admin.call('POST', 'detections', items)).body).toEqual({ accepted: items.length, errors: [] })

/** One event of each camera, certain under every version; each is an alert of its own. */
async function seeOnce(): Promise<void> {
  await post(CAMERAS.flatMap((device) => {
    const n = (sent.get(device) ?? 0) + 1
    sent.set(device, n)
    const ts = BEGAN + n * 2 * MINUTE
    return [message(device, `e${n}`, ts, 'start', 0.95), message(device, `e${n}`, ts + 5_000, 'end', 0.95)]
  }))
}

beforeAll(async () => {
  system = await startConstellation()
  admin = new Administrator(system)
  await admin.unit('seen-unit')
  for (const id of [...CAMERAS, 'plain']) await admin.device(id, 'seen-unit', { profile: 'camera' })
})

afterAll(() => system.stop())

it('ships a rule for each violation a camera can tell, which judges until a narrower one is made', async () => {
  const shipped = await admin.get<Record<string, unknown>>('rules/violation-phone_use')
  expect(shipped).toMatchObject({ version: 1, author: 'shipped', type: 'phone_use', minConfidence: 0.6, persist: '3s', cooldown: '10m', basis: { kind: 'platform', status: 'unverified' } })
  const ts = BEGAN - 86_400_000
  await post([message('plain', 'first', ts, 'start', 0.65), message('plain', 'first', ts + 4_000, 'end', 0.65)])
  const [alert] = await until('its alert', async () => ((all) => (all.length > 0 ? all : null))(await found('plain')))
  expect(alert).toMatchObject({ id: 'plain~violation-phone_use~1', ruleId: 'violation-phone_use', ruleVersion: 1, ruleName: '打电话/玩手机', basis: { kind: 'platform', status: 'unverified' }, review: 'pending' })
})

it('refuses a rule about a violation that is none, or with fields of the other kind, by the name of the field', async () => {
  for (const [body, path] of [
    [rule('x', { type: 'phoning' }), 'type'], [rule('x', { type: 'no_sample_kept' }), 'type'], [{ ...rule('x'), above: 8 }, 'above'], [{ ...rule('x'), cooldown: 'soon' }, 'cooldown'],
    [{ ...rule('x'), metric: 'temperature' }, 'metric'], [rule('x', { scope: { profiles: ['kamera'] } }), 'scope.profiles'],
  ] as const) {
    const { status, body: problem } = await admin.call<{ errors: { path: string }[] }>('POST', 'rules', body)
    expect([status, problem.errors.map((error) => error.path)]).toEqual([422, [path]])
  }
})

it('changing it while detections flow neither drops nor doubles an alert, and an open one keeps the version it was judged by', async () => {
  // Open under the shipped rule, and seen on by its camera all the while.
  const staying = (ts: number, phase: string): Promise<void> => post([{ ...message('seen-1', 'staying', ts, phase, 0.9), track: 'stays' }])
  await staying(BEGAN, 'start')
  await staying(BEGAN + 4_000, 'update')
  const [open] = await until('the alert that stays', async () => ((all) => (all.length === 1 ? all : null))(await found('seen-1')))
  expect(open).toMatchObject({ ruleId: 'violation-phone_use', ruleVersion: 1 })

  await admin.create('rules', rule('version 1'))
  let going = true
  const flow = (async () => {
    while (going) {
      await seeOnce()
      await pause(10)
    }
  })()
  for (let n = 2; n <= CHANGES; n += 1) {
    // However far the workers are behind: they judge by what is current when they come to the change.
    await until('an alert under this version', async () => (await found('seen-1')).some(({ ruleId, ruleVersion }) => ruleId === 'phones' && ruleVersion === n - 1))
    expect((await admin.call('PUT', 'rules/phones', rule(`version ${n}`, { minConfidence: n % 2 === 0 ? 0.8 : 0.7 }))).status).toBe(200)
  }
  await until('an alert under the last version', async () => (await found('seen-1')).some(({ ruleVersion }) => ruleVersion === CHANGES))
  going = false
  await flow
  await staying(BEGAN + 9_000, 'end')

  const [first] = await until('the alert that stayed to be over', async () => ((all) => (all.length === 1 && all[0]?.state === 'resolved' ? all : null))((await found('seen-1')).filter(({ id }) => id === open?.id)))
  expect(first).toMatchObject({ ruleId: 'violation-phone_use', ruleVersion: 1, limit: 0.6, severity: 'minor', occurrences: 1 })
  const opened = async (device: string): Promise<Alert[]> => (await found(device)).filter(({ ruleId }) => ruleId === 'phones')
  for (const device of CAMERAS) {
    const alerts = await until('an alert of each event', async () => ((all) => (all.length >= (sent.get(device) ?? 0) ? all : null))(await opened(device)))
    expect(alerts).toHaveLength(sent.get(device) ?? 0)
    expect(new Set(alerts.map(({ breachedAt }) => breachedAt)).size).toBe(alerts.length)
    for (const alert of alerts) expect(alert).toMatchObject({ limit: alert.ruleVersion % 2 === 0 ? 0.8 : 0.7, severity: 'major', basis: { kind: 'operator' } })
    expect(new Set(alerts.map(({ ruleVersion }) => ruleVersion)).size).toBeGreaterThan(CHANGES / 2)
  }
})

it('switched off lets the broader rule judge, and where none is left keeps the detection and raises nothing', async () => {
  const ts = BEGAN + 30 * 86_400_000 / 2
  const see = (id: string, at: number): Promise<void> => post([message('seen-2', id, at, 'start', 0.65), message('seen-2', id, at + 5_000, 'end', 0.65)])
  const of = async (ruleId: string): Promise<number> => (await found('seen-2')).filter((alert) => alert.ruleId === ruleId).length
  expect((await admin.call('DELETE', 'rules/phones')).status).toBe(200)
  await see('broader', ts)
  await until('the broader rule to judge', async () => (await of('violation-phone_use')) === 1)
  expect((await admin.call('DELETE', 'rules/violation-phone_use')).body).toMatchObject({ enabled: false, version: 2 })
  await see('nobody', ts + 20 * MINUTE)
  // The next after it, of another kind: once that is an alert, the one before was judged.
  const eating = (at: number, phase: string) => ({ ...message('seen-2', 'meal', at, phase, 0.95), type: 'eating_in_area' })
  await post([eating(ts + 25 * MINUTE, 'start'), eating(ts + 25 * MINUTE + 8_000, 'end')])
  await until('the next of the camera to be judged', async () => (await admin.alerts('device=seen-2&type=eating_in_area')).length === 1)
  expect((await admin.call('PUT', 'rules/phones', rule('again', { minConfidence: 0.5 }))).status).toBe(200)
  const before = await of('phones')
  await see('again', ts + 40 * MINUTE)
  await until('the rule to judge again', async () => (await of('phones')) === before + 1)
  expect(await of('violation-phone_use')).toBe(1)
  expect((await admin.get<{ items: { id: string }[] }>('detections?device=seen-2&type=phone_use&limit=10')).items.map(({ id }) => id)).toContain('nobody')
  const { versions } = await admin.get<{ versions: { version: number; author: string }[] }>('rules/phones')
  expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: CHANGES + 2 }, (_, i) => CHANGES + 2 - i))
})

it('tries a draft on recorded detections, beside what was raised', async () => {
  const tried = async (draft: DetectionRuleInput): Promise<Record<string, unknown>> => {
    const response = await fetch(`${system.url}/api/v1/rules/backtest`, {
      method: 'POST', headers: { authorization: `Bearer ${system.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ rule: draft, from: BEGAN, to: BEGAN + 15 * 86_400_000 - MINUTE, devices: ['seen-3', 'seen-4'] }),
    })
    return JSON.parse((await response.text()).trim().split('\n').at(-1) ?? '') as Record<string, unknown>
  }
  const all = (sent.get('seen-3') ?? 0) + (sent.get('seen-4') ?? 0)
  expect(await tried(rule('draft'))).toMatchObject({ type: 'result', readings: all, tried: 2, covered: 2, would: all, inForce: all, were: all, comparedWith: 'rule' })
  const slow = await tried(rule('draft', { persist: '10s' }))
  expect(slow).toMatchObject({ would: 0, were: all, alerts: [] })
  const merged = await tried(rule('draft', { id: 'other', cooldown: '1d' }))
  expect(merged).toMatchObject({ would: 2 * Math.ceil(((sent.get('seen-3') ?? 0) * 2) / 1_440), inForce: null, were: all, comparedWith: 'type' })
  expect((merged.raised as { would: boolean }[]).some(({ would }) => would)).toBe(true)
  expect(await tried(rule('draft', { type: 'phoning' }))).toMatchObject({ status: 422, errors: [{ path: 'rule.type' }] })
})
