import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ruleSchema } from '../../domain/writtenRule.ts'
import { syncShippedRules } from '../../server/api/shippedRules.ts'
import { appendAudit } from '../../stores/postgres/audit.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { currentRules } from '../../stores/postgres/rules.ts'
import { must, startApi, type ApiServer } from './apiServer.ts'
import { verifyLog } from './verifyLog.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startApi()
  for (const [unit, district, device] of [['unit-a', '131102', 'dev-a'], ['unit-b', '131127', 'dev-b']]) {
    await must(api.admin('POST', '/api/v1/units', { id: unit, name: unit, kind: 'catering', district, point: [115.67, 37.73] }), 201)
    await must(api.admin('POST', '/api/v1/devices', { id: device, unit, profile: 'catering-freezer' }), 201)
  }
})
afterAll(() => api?.stop())

const RULE = {
  id: 'warm-freezer', name: '冷冻柜过热', scope: { profiles: ['catering-freezer'] }, metric: 'temperature', mode: 'continuous',
  levels: [{ severity: 'minor', above: -15, for: '45m' }, { severity: 'critical', above: -10, for: '1h30m' }],
  clear: { margin: 0.5, for: '5m' }, order: 'draft', basis: { kind: 'operator', status: 'unverified' }, enabled: true,
}
const SINGLE = { id: 'single', name: '单级', scope: { deviceIds: ['dev-a'] }, metric: 'temperature', above: -15, for: '45m', severity: 'major' }

describe('a rule', () => {
  it('comes back as it was written, and what was read can be sent again', async () => {
    const made = await must(api.admin('POST', '/api/v1/rules', RULE), 201)
    const { version, author, createdAt, ...text } = made.body as Record<string, unknown>
    expect({ version, author }).toEqual({ version: 1, author: 'admin' })
    expect(createdAt).toMatch(/Z$/)
    expect(text).toEqual(RULE)
    const next = await must(api.admin('PUT', '/api/v1/rules/warm-freezer', { ...text, name: '改名' }), 200)
    expect(next.body).toMatchObject({ ...RULE, name: '改名', version: 2 })
    const { body } = await must(api.admin('GET', '/api/v1/rules/warm-freezer'), 200)
    expect((body.versions as { version: number; name: string }[]).map((one) => [one.version, one.name])).toEqual([[2, '改名'], [1, RULE.name]])
  })

  it.each([
    ['a cumulative rule', { above: 8, for: '2h', mode: 'cumulative', window: '1d' }],
    ['an inclusive limit', { atLeast: 8, for: '0s' }],
    ['one value', { metric: 'power', equals: 0, for: '10m' }],
    ['a change', { changesBy: { amount: 5, within: '1m', direction: 'rise' } }],
    ['a schedule', { above: 8, for: '5m', schedule: { days: ['mon', 'fri'], from: '22:00', to: '06:00' } }],
    ['the hours of its unit', { above: 8, for: '5m', schedule: 'closed' }],
    ['a tolerance', { above: -18, for: '3h', suppressWhen: { defrost: { peak: 15, within: '1h15m' }, door: 'open', for: '10m' } }],
    ['a budget', { above: 8, process: { kind: 'degree-minutes', window: '1d', budget: 240 } }],
    ['a mean kinetic temperature', { above: 8, process: { kind: 'mean-kinetic', window: '1d' } }],
    ['cooling', { process: { kind: 'cooling', from: 60, stages: [{ to: 21, within: '2h' }, { to: 8, within: '2h' }] } }],
    ['a batch', { process: { kind: 'batch', start: 80, reach: 100, hold: '10m', gap: '30s' } }],
    ['stuck defrosts', { above: -18, process: { kind: 'defrost', peak: 15, within: '1h15m', perDay: 8 } }],
  ])('with %s comes back as it was written', async (name, parts) => {
    const rule = { ...SINGLE, above: undefined, for: undefined, id: name.replaceAll(' ', '-'), ...parts }
    const { body } = await must(api.admin('POST', '/api/v1/rules', rule), 201)
    expect(body).toMatchObject(JSON.parse(JSON.stringify({ ...rule, mode: 'continuous', ...parts })))
    const { version: _version, author: _author, createdAt: _at, ...text } = body as Record<string, unknown>
    await must(api.admin('PUT', `/api/v1/rules/${rule.id}`, text), 200)
    const stored = (await currentRules(api.context.db)).find((one) => one.id === rule.id)
    expect(ruleSchema.safeParse(stored?.text).error).toBeUndefined()
  })

  it('is refused by the name of the field that is wrong', async () => {
    const answer = await api.admin('POST', '/api/v1/rules', { ...SINGLE, id: 'wrong', mode: 'cumulative' })
    expect([answer.status, (answer.body as unknown as { errors: { path: string }[] }).errors.map((error) => error.path)]).toEqual([422, ['window']])
  })

  it('shows its fields in the description of the API', async () => {
    const { body } = await must(api.admin('GET', '/api/openapi.json'), 200)
    const text = JSON.stringify((body as unknown as { components: { schemas: Record<string, unknown> } }).components.schemas.RuleInput)
    for (const field of ['atLeast', 'equals', 'changesBy', 'window', 'schedule', 'suppressWhen', 'degree-minutes', 'stages']) expect(text).toContain(field)
  })

  it('is stored so that the judging reads the durations that were meant', async () => {
    await must(api.admin('POST', '/api/v1/rules', SINGLE), 201)
    const stored = (await currentRules(api.context.db)).find((rule) => rule.id === 'single')
    expect(ruleSchema.parse(stored?.text)).toMatchObject({ for: 45 * 60_000, enabled: true, order: 'draft' })
  })

  it('is disabled by DELETE and enabled by its next version', async () => {
    await must(api.admin('POST', '/api/v1/rules', { ...SINGLE, id: 'switched' }), 201)
    expect((await must(api.admin('DELETE', '/api/v1/rules/switched'), 200)).body).toMatchObject({ version: 2, enabled: false })
    expect((await api.admin('GET', '/api/v1/rules?enabled=false')).body.items.map((rule) => rule.id)).toEqual(['switched'])
    expect((await must(api.admin('PUT', '/api/v1/rules/switched', { ...SINGLE, id: 'switched' }), 200)).body).toMatchObject({ version: 3, enabled: true })
  })

  it.each([
    ['a taken id', RULE, 409, 'duplicate'],
    ['an unknown metric', { ...SINGLE, id: 'x', metric: 'mood' }, 422, 'invalid'],
    ['an unknown profile', { ...SINGLE, id: 'x', scope: { profiles: ['toaster'] } }, 422, 'unknown-profile', 'scope.profiles'],
    ['an unknown district', { ...SINGLE, id: 'x', scope: { districts: ['110105'] } }, 422, 'unknown-district', 'scope.districts'],
    ['a kind of unit nobody knows', { ...SINGLE, id: 'x', scope: { unitKinds: ['spaceport'] } }, 422, 'invalid', 'scope.unitKinds.0'],
    ['a limit its metric can never reach', { ...SINGLE, id: 'x', above: 2_000 }, 422, 'invalid', 'above'],
    ['both above and below', { ...SINGLE, id: 'x', below: -30 }, 422, 'invalid'],
    ['neither severity nor levels', { ...SINGLE, id: 'x', severity: undefined }, 422, 'invalid'],
    ['a duration that is none', { ...SINGLE, id: 'x', for: 'a while' }, 422, 'invalid'],
    ['an empty scope', { ...SINGLE, id: 'x', scope: {} }, 422, 'invalid'],
    ['a field nobody knows', { ...SINGLE, id: 'x', colour: 'red' }, 422, 'invalid'],
  ])('with %s is refused', async (_name, rule, status, type, field?: string) => {
    const answer = await api.admin('POST', '/api/v1/rules', rule)
    expect([answer.status, answer.body.type]).toEqual([status, `/problems/${type}`])
    if (field !== undefined) expect((answer.body as unknown as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual([field])
  })

  it('is told all that is wrong with it in one answer, by the names of the fields', async () => {
    const paths = async (rule: object): Promise<[number, string, string[]]> => {
      const { status, body } = await api.admin('POST', '/api/v1/rules', { ...SINGLE, id: 'wrong', ...rule })
      return [status, body.type as string, (body as unknown as { errors: { path: string }[] }).errors.map(({ path }) => path).sort()]
    }
    expect(await paths({ above: undefined, severity: undefined, levels: [{ severity: 'minor', abvoe: 8 }], colour: 'red', mode: 'cumulative', for: undefined, scope: { profiles: ['toaster'], districts: ['110105'] }, clear: { margin: -1 } }))
      .toEqual([422, '/problems/invalid', ['clear.margin', 'colour', 'levels.0', 'levels.0.abvoe', 'scope.districts', 'scope.profiles']])
    expect(await paths({ name: '', above: 2_000, schedule: { from: '22:00', to: '22:30' } })).toEqual([422, '/problems/invalid', ['above', 'for', 'name'].sort()])
    expect(await paths({ above: undefined, for: undefined, severity: undefined, levels: [{ severity: 'minor', above: 10, for: '30m' }, { severity: 'critical', above: 8, for: '15m' }] }))
      .toEqual([422, '/problems/invalid', ['levels.0']])
    const tried = await api.admin('POST', '/api/v1/rules/backtest', { rule: { ...SINGLE, above: 2_000, colour: 'red', scope: { profiles: ['toaster'] } } })
    expect([tried.status, (tried.body as unknown as { errors: { path: string }[] }).errors.map(({ path }) => path).sort()]).toEqual([422, ['rule.above', 'rule.colour', 'rule.scope.profiles']])
  })

  it('that may be meant otherwise is taken, and the answer says what is doubtful', async () => {
    const levels = [{ severity: 'minor', above: 8, for: '30m' }, { severity: 'minor', above: 10, for: '30m' }]
    const made = await must(api.admin('POST', '/api/v1/rules', { ...SINGLE, id: 'doubtful', above: undefined, for: undefined, severity: undefined, levels }), 201)
    expect((made.body as unknown as { warnings: { path: string }[] }).warnings.map(({ path }) => path)).toEqual(['levels.1'])
    expect((await must(api.admin('POST', '/api/v1/rules', { ...SINGLE, id: 'plain' }), 201)).body).not.toHaveProperty('warnings')
  })

  it('may name devices that are registered later, and says which', async () => {
    const made = await must(api.admin('POST', '/api/v1/rules', { ...SINGLE, id: 'early', scope: { deviceIds: ['dev-a', 'dev-z'] } }), 201)
    expect(made.body).toMatchObject({ id: 'early', unknownDevices: ['dev-z'] })
    expect((await must(api.admin('GET', '/api/v1/rules/early'), 200)).body).not.toHaveProperty('unknownDevices')
  })

  it('that is not there has no next version, and one version is made at a time', async () => {
    expect((await api.admin('PUT', '/api/v1/rules/ghost', { ...SINGLE, id: 'ghost' })).status).toBe(404)
    expect((await api.admin('PUT', '/api/v1/rules/single', RULE)).status).toBe(422)
    expect((await api.admin('PUT', '/api/v1/rules/single', { id: 'single', name: 'x', type: 'no_mask', severity: 'minor', cooldown: '10m' })).body).toMatchObject({ errors: [{ path: 'metric' }] })
    await must(api.admin('POST', '/api/v1/rules', { ...SINGLE, id: 'raced' }), 201)
    const raced = await Promise.all(Array.from({ length: 8 }, () => api.admin('PUT', '/api/v1/rules/raced', { ...SINGLE, id: 'raced' })))
    expect(raced.map((answer) => answer.body.version).sort((a, b) => Number(a) - Number(b))).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('about devices is seen only by who supervises one of them', async () => {
    await must(api.admin('POST', '/api/v1/rules', { ...SINGLE, id: 'about-b', scope: { deviceIds: ['dev-b'] } }), 201)
    const enterprise = await api.user('enterprise', { scope: 'unit', unit: 'unit-a' })
    const seen = (await must(enterprise('GET', '/api/v1/rules'), 200)).body.items.map((rule) => rule.id)
    expect(seen).toEqual(expect.arrayContaining(['warm-freezer', 'single']))
    expect(seen).not.toContain('about-b')
    expect((await enterprise('GET', '/api/v1/rules/about-b')).status).toBe(404)
  })
})

describe('the shipped rules', () => {
  it('are taken over once, and again only where their text changed', async () => {
    const shipped = api.context.configuration.rules
    expect(await syncShippedRules(api.context)).toEqual(shipped.map((rule) => rule.id))
    expect(await syncShippedRules(api.context)).toEqual([])
    const [first] = shipped
    if (!first) throw new Error('nothing is shipped')
    const rules = shipped.map((rule) => (rule === first ? { ...rule, name: '新名' } : rule))
    expect(await syncShippedRules({ ...api.context, configuration: { ...api.context.configuration, rules } })).toEqual([first.id])
    expect((await api.admin('GET', `/api/v1/rules/${first.id}`)).body).toMatchObject({ name: '新名', version: 2, author: 'shipped' })
  })

  it('do not undo what an operator made of them', async () => {
    const second = api.context.configuration.rules[1]
    if (!second) throw new Error('nothing is shipped')
    await must(api.admin('DELETE', `/api/v1/rules/${second.id}`), 200)
    await syncShippedRules(api.context)
    expect((await api.admin('GET', `/api/v1/rules/${second.id}`)).body).toMatchObject({ enabled: false, author: 'admin' })
  })
})

describe('the audit log', () => {
  const verify = async () => (await must(api.admin('GET', '/api/v1/audit/verify'), 200)).body

  it('names who did what, and pages through it newest first', async () => {
    await must(api.admin('POST', '/api/v1/rules', { ...SINGLE, id: 'audited' }), 201)
    const { body } = await must(api.admin('GET', '/api/v1/audit?limit=1'), 200)
    expect(body.items).toEqual([expect.objectContaining({ actor: 'user:admin', action: 'rule.create', subject: 'rule:audited', hash: expect.stringMatching(/^[0-9a-f]{64}$/) })])
    const next = await must(api.admin('GET', `/api/v1/audit?limit=1&cursor=${String(body.next)}`), 200)
    expect(next.body.items[0]?.seq).toBe(Number(body.items[0]?.seq) - 1)
    expect(next.body.items[0]?.hash).toBe(body.items[0]?.prev)
    expect((await api.admin('GET', '/api/v1/audit?subject=rule:audited')).body.items).toHaveLength(1)
  })

  it('holds together while many write at once, and leaves no gap where one fails', async () => {
    const { entries } = await verify()
    const writes = Array.from({ length: 20 }, (_, i) => transaction(api.context.db, async (client) => {
      await appendAudit(client, { at: Date.now(), actor: 'system', action: 'test', subject: `test:${i}`, detail: { i, nothing: undefined, text: '中文 "quoted"', small: 1e-7 } })
      if (i % 4 === 0) throw new Error('this one fails')
    }).catch(() => undefined))
    await Promise.all(writes)
    expect(await verify()).toEqual({ entries: Number(entries) + 15, brokenAt: null })
  })

  it('is proven from its export alone, which names the first altered entry', async () => {
    const exported = await must(api.admin('GET', '/api/v1/audit/export'), 200)
    expect(exported.headers.get('content-type')).toMatch(/^application\/x-ndjson/)
    const { entries } = await verify()
    expect(await verifyLog(exported.text)).toEqual({ code: 0, told: expect.stringMatching(new RegExp(`^The log holds: ${String(entries)} entries`)) as unknown })
    const altered = exported.text.split('\n').map((line) => (line.includes('"subject":"rule:audited"') ? line.replace('user:admin', 'user:nobody') : line))
    const seq = (JSON.parse(altered.find((line) => line.includes('user:nobody')) ?? '{}') as { seq: number }).seq
    expect(await verifyLog(altered.join('\n'))).toEqual({ code: 1, told: expect.stringContaining(`entry ${seq} `) as unknown })
  })

  it.each([
    ['a changed entry', "UPDATE audit SET detail = '{}' WHERE seq = 3"],
    ['a changed time', "UPDATE audit SET at = at + interval '1 second' WHERE seq = 3"],
    ['an entry taken out', 'DELETE FROM audit WHERE seq = 3'],
  ])('shows %s', async (_name, tampering) => {
    const { rows } = await api.context.db.query('SELECT * FROM audit WHERE seq = 3')
    await api.context.db.query(tampering)
    expect((await verify()).brokenAt).toBe(tampering.startsWith('DELETE') ? 4 : 3)
    await api.context.db.query('DELETE FROM audit WHERE seq = 3')
    await api.context.db.query('INSERT INTO audit SELECT * FROM jsonb_populate_record(NULL::audit, $1)', [JSON.stringify({ ...rows[0], prev: hex(rows[0].prev), hash: hex(rows[0].hash) })])
    expect((await verify()).brokenAt).toBeNull()
  })
})

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`
}
