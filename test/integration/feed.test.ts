import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfiguration } from '../../config/load.ts'
import type { MetricRuleInput } from '../../domain/rule.ts'
import { projectRoot } from '../../launch/nodeChild.ts'
import { written } from '../../server/api/ruleShape.ts'
import { arrivals } from '../builders/year.ts'
import { randomFrom } from '../ledger/random.ts'
import type { Sample } from '../reference/judge.ts'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'
import { expectedBreaches, judgedBreaches, runFeed, triedBreaches, type JudgedBreach } from './feedRun.ts'

/** Readings of a real kitchen, kept outside this repository under their own licence; read from there, never copied. */
const recordings = path.resolve(projectRoot, '..', 'shared', 'data', 'foodsafety')
const files = fs.existsSync(recordings) ? fs.readdirSync(recordings).filter((file) => /^(item\d+\.csv|meatprobe_\w+\.txt)$/.test(file)).sort() : []

let system: Constellation
let admin: Administrator
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingjian-feed-'))

beforeAll(async () => {
  system = await startConstellation()
  admin = new Administrator(system)
  await admin.unit('feed-unit')
})

afterAll(async () => {
  await system.stop()
  fs.rmSync(folder, { recursive: true })
})

/** Waits until the alerts are the expected ones, then holds them together field by field. */
async function expectBreaches(device: string, expected: readonly JudgedBreach[]): Promise<void> {
  const wanted = JSON.stringify(expected)
  await until(`the alerts of ${device}`, async () => JSON.stringify(await judgedBreaches(admin, device)) === wanted).catch(() => undefined)
  expect(await judgedBreaches(admin, device), device).toEqual(expected)
}

describe.skipIf(files.length === 0)(`the recordings of a real kitchen (skipped where ${path.relative(projectRoot, recordings)} is absent)`, () => {
  it('give, replayed over MQTT at high speed, exactly the alerts of an independent calculation', { timeout: 240_000 }, async () => {
    const devices = files.map((file) => path.parse(file).name)
    const interval = 30
    const rules: MetricRuleInput[] = [
      { id: 'real-ladder', name: '升级', scope: { deviceIds: devices }, metric: 'temperature', levels: [{ severity: 'minor', above: 4, for: '1m' }, { severity: 'major', above: 8, for: '5m' }, { severity: 'critical', above: 12, for: '10m' }], clear: { margin: 0.5, for: '2m' } },
      { id: 'real-low', name: '过低', scope: { deviceIds: devices }, metric: 'temperature', below: 3, for: 0, severity: 'info', clear: { margin: 0, for: 0 }, order: 'none' },
      { id: 'real-hot', name: '过热', scope: { deviceIds: devices }, metric: 'temperature', above: 60, for: '30s', severity: 'critical', clear: { margin: 2, for: '30s' } },
    ]
    const tokens = new Map<string, string>()
    for (const device of devices) tokens.set(device, await admin.device(device, 'feed-unit', { profile: 'catering-chiller', interval }))
    for (const rule of rules) await admin.create('rules', rule)
    const { rules: shipped, profiles } = loadConfiguration()
    const applying = [...rules, ...shipped.filter((rule) => 'metric' in rule).filter(({ scope, metric }) => scope.profiles?.includes('catering-chiller') && metric === 'temperature').map((rule) => written(rule))]
    const faults = new Set(profiles.get('catering-chiller')?.faultValues.temperature)

    const expected = new Map<string, JudgedBreach[]>()
    for (const [n, file] of files.entries()) {
      const device = devices[n] ?? ''
      const samples = samplesOf(fs.readFileSync(path.join(recordings, file), 'utf8'))
      const run = await runFeed([path.join(recordings, file), '--device', device, '--mqtt', system.mqttUrl, '--speed', 'max', '--zone', 'Z', '--dates', 'dmy'], { FEED_TOKEN: tokens.get(device) ?? '' })
      expect(run, file).toMatchObject({ code: 0 })
      expect(run.out, file).toContain(`${samples.length} readings of ${samples.length} lines sent, ${samples.length} acknowledged, 0 not, 0 bad lines`)
      expected.set(device, expectedBreaches(samples.filter(({ value }) => !faults.has(value)), applying, interval * 1000))
    }
    const all = [...expected.values()].flat()
    expect(new Set(all.map(({ rule }) => rule)).size, 'rules that have something to say of these recordings').toBeGreaterThanOrEqual(4)
    for (const [device, breaches] of expected) await expectBreaches(device, breaches)

    const sorted = (breaches: readonly JudgedBreach[]) => breaches.map((breach) => JSON.stringify(breach)).sort()
    for (const rule of rules) {
      const tried = await triedBreaches(admin, rule, { from: Date.UTC(2016, 1, 1), to: Date.UTC(2016, 2, 1) })
      expect(sorted(tried), `a backtest of ${rule.id}`).toEqual(sorted(all.filter((breach) => breach.rule === rule.id)))
    }
  })
})

describe('the same readings', () => {
  it('give the same alerts at their own pace, 600 times as fast, in one post, and one by one in any order', { timeout: 120_000 }, async () => {
    const samples = made({ count: 60, stepMs: 200, seed: 30, spell: 12 })
    const rule: RuleBody = { metric: 'temperature', levels: [{ severity: 'minor', above: 8, for: 0.6 }, { severity: 'critical', above: 9, for: 1 }], clear: { margin: 0.5, for: 0.5 } }
    const ways = await prepare('short', 1, rule)
    const expected = expectedBreaches(samples, [ways.rule], 1_000)
    expect(expected.length).toBeGreaterThanOrEqual(3)
    const file = recordingOf(samples)
    const began = Date.now()
    await Promise.all([
      replayed(file, ways, 'short-pace', '1').then(() => expect(Date.now() - began).toBeGreaterThan(11_000)),
      replayed(file, ways, 'short-fast', '600'),
      inOnePost(samples, ways, 'short-post'),
      oneByOne(arrivals(samples, randomFrom(5), 600_000), ways, 'short-mixed'),
    ])
    for (const device of ways.devices) await expectBreaches(device, expected)
  })

  it('of a whole day give the same alerts fast, in one post, and shuffled within ten minutes', { timeout: 180_000 }, async () => {
    const samples = made({ count: 1_440, stepMs: 60_000, seed: 11, spell: 18 })
    const rule: RuleBody = { metric: 'temperature', levels: [{ severity: 'minor', above: 8, for: '5m' }, { severity: 'critical', above: 10, for: '12m' }], clear: { margin: 0.5, for: '5m' } }
    const ways = await prepare('day', 60, rule)
    const expected = expectedBreaches(samples, [ways.rule], 60_000)
    expect(expected.length).toBeGreaterThan(10)
    const file = recordingOf(samples)
    await Promise.all([
      replayed(file, ways, 'day-fast', 'max'),
      replayed(file, ways, 'day-pace', '6000'),
      inOnePost(samples, ways, 'day-post'),
      oneByOne(arrivals(samples, randomFrom(5), 300_000), ways, 'day-mixed'),
    ])
    for (const device of ways.devices) await expectBreaches(device, expected)
  })
})

describe('npm run feed', () => {
  it('sends what is good, names what is not by its line, and ends well', async () => {
    const token = await admin.device('feed-bad', 'feed-unit', { interval: 60 })
    const file = path.join(folder, 'bad.csv')
    fs.writeFileSync(file, '\uFEFFDate;Temperature (°C)\r\n2026-01-01T00:00:00Z;-18,5\r\nnonsense;1\r\n2026-01-01T00:01:00Z;cold\r\n2026-01-01T00:02:00Z;-18\r\n')
    const run = await runFeed([file, '--device', 'feed-bad', '--token', token, '--mqtt', system.mqttUrl, '--speed', 'max'])
    expect(run).toMatchObject({ code: 0 })
    expect(run.out).toContain('2 readings of 4 lines sent, 2 acknowledged, 0 not, 2 bad lines')
    expect(run.err).toMatch(/line 3: "nonsense" is no time\n[^]*line 4: temperature "cold" is no number/)
    const history = () => admin.get<{ buckets: { last: number }[] }>('readings?device=feed-bad&metric=temperature&from=2026-01-01T00:00:00Z&to=2026-01-01T00:10:00Z')
    const { buckets } = await until('both readings', async () => history().then((answer) => (answer.buckets.length === 2 ? answer : null)))
    expect(buckets.map(({ last }) => last)).toEqual([-18.5, -18])
  })

  it('speaks for several devices with their own credentials, or with their gateway’s', async () => {
    const [a, b] = [await admin.device('feed-a', 'feed-unit'), await admin.device('feed-b', 'feed-unit')]
    const { token: gateway } = await admin.create<{ token: string }>('devices', { id: 'feed-gw', profile: 'gateway', format: 'native', devices: ['feed-a', 'feed-b'] })
    const file = path.join(folder, 'several.jsonl')
    const line = (device: string, minute: number) => JSON.stringify({ device, ts: `2026-02-01T00:0${minute}:00Z`, values: { temperature: -20 } })
    const tokens = path.join(folder, 'tokens.csv')
    fs.writeFileSync(tokens, `id,token\r\nfeed-a,${a}\r\nfeed-b,${b}\r\n`)
    fs.writeFileSync(file, `${line('feed-a', 1)}\n${line('feed-b', 1)}\n`)
    expect(await runFeed([file, '--tokens', tokens, '--mqtt', system.mqttUrl, '--speed', 'max'])).toMatchObject({ code: 0 })
    fs.writeFileSync(file, `${line('feed-a', 2)}\n${line('feed-b', 2)}\n`)
    expect(await runFeed([file, '--gateway', 'feed-gw', '--token', gateway, '--mqtt', system.mqttUrl, '--speed', 'max'])).toMatchObject({ code: 0 })
    for (const device of ['feed-a', 'feed-b']) {
      const history = () => admin.get<{ buckets: unknown[] }>(`readings?device=${device}&metric=temperature&from=2026-02-01T00:00:00Z&to=2026-02-01T00:10:00Z`)
      await until(`both readings of ${device}`, async () => (await history()).buckets.length === 2)
    }
  })

  it('ends with code 1 where the broker refuses the credential or is not there', async () => {
    await admin.device('feed-refused', 'feed-unit')
    const file = path.join(folder, 'refused.csv')
    fs.writeFileSync(file, 'ts,temperature\n2026-01-01T00:00:00Z,1\n')
    const refused = await runFeed([file, '--device', 'feed-refused', '--token', 'wrong', '--mqtt', system.mqttUrl])
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.err).toContain('1 readings not acknowledged: the broker refuses feed-refused: check its id and token')
    const absent = await runFeed([file, '--device', 'feed-refused', '--token', 'x', '--mqtt', 'mqtt://127.0.0.1:1', '--patience', '1'])
    expect(absent).toMatchObject({ code: 1 })
    expect(absent.err).toContain('no acknowledgement came for 1 s')
  })
})

type RuleBody = Omit<MetricRuleInput, 'id' | 'name' | 'scope'>

interface Ways {
  readonly rule: MetricRuleInput
  readonly devices: readonly string[]
  readonly tokens: ReadonlyMap<string, string>
}

/** Devices that are alike but for the way their readings will take, under one rule. */
async function prepare(name: string, interval: number, rule: RuleBody): Promise<Ways> {
  const devices = ['pace', 'fast', 'post', 'mixed'].map((way) => `${name}-${way}`)
  const whole: MetricRuleInput = { ...rule, id: `${name}-rule`, name: '过热', scope: { deviceIds: devices } }
  const tokens = new Map<string, string>()
  // Dry stores: no shipped rule looks at their temperature.
  for (const device of devices) tokens.set(device, await admin.device(device, 'feed-unit', { profile: 'dry-store', interval }))
  await admin.create('rules', whole)
  return { rule: whole, devices, tokens }
}

/** Spells of cold and of warmth of every length, with values at the limits; a recorded day of last spring. */
function made({ count, stepMs, seed, spell }: { count: number; stepMs: number; seed: number; spell: number }): Sample[] {
  const random = randomFrom(seed)
  const samples: Sample[] = []
  const from = Date.UTC(2026, 3, 1)
  while (samples.length < count) {
    const [low, high] = random() < 0.5 ? [2, 7] : random() < 0.5 ? [8, 10] : [9, 14]
    for (let n = Math.ceil(random() * spell); n > 0 && samples.length < count; n -= 1) {
      samples.push({ ts: from + samples.length * stepMs, value: Math.round((low + random() * (high - low)) * 10) / 10 })
    }
  }
  return samples
}

function recordingOf(samples: readonly Sample[]): string {
  const file = path.join(folder, `made-${samples.length}.csv`)
  fs.writeFileSync(file, `time,temperature\n${samples.map(({ ts, value }) => `${new Date(ts).toISOString()},${value}`).join('\n')}\n`)
  return file
}

async function replayed(file: string, ways: Ways, device: string, speed: string): Promise<void> {
  const run = await runFeed([file, '--device', device, '--token', ways.tokens.get(device) ?? '', '--mqtt', system.mqttUrl, '--speed', speed])
  expect(run, device).toMatchObject({ code: 0 })
}

async function inOnePost(samples: readonly Sample[], ways: Ways, device: string): Promise<void> {
  const items = samples.map(({ ts, value }) => ({ device, ts, values: { temperature: value } }))
  expect(await admin.call('POST', 'readings', items, ways.tokens.get(device))).toEqual({ status: 200, body: { accepted: samples.length, errors: [] } })
}

async function oneByOne(samples: readonly Sample[], ways: Ways, device: string): Promise<void> {
  const client = await admin.connect(device, ways.tokens.get(device) ?? '')
  for (const { ts, value } of samples) await client.publishAsync(`mingjian/${device}/readings`, JSON.stringify({ ts, values: { temperature: value } }), { qos: 1 })
  await client.endAsync()
}

function samplesOf(text: string): Sample[] {
  const samples: Sample[] = []
  for (const line of text.split('\n')) {
    const tag = /^(\d{4}-\S+),(-?[\d.]+)\s*$/.exec(line)
    if (tag) samples.push({ ts: Date.parse(tag[1] ?? ''), value: Number(tag[2]) })
    const probe = /^\d+,(\d\d)\/(\d\d)\/(\d{4}) (\S+),(-?[\d.]+)\s*$/.exec(line)
    if (probe) samples.push({ ts: Date.parse(`${probe[3]}-${probe[2]}-${probe[1]}T${probe[4]}Z`), value: Number(probe[5]) })
  }
  return samples
}
