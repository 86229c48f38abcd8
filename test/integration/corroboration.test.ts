import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlertVerdict } from '../../domain/alert.ts'
import { listAlerts } from '../../stores/postgres/alerts.ts'
import { steppedTransaction } from '../../stores/postgres/pool.ts'
import { JudgingRegister } from '../../workers/register/judgingRegister.ts'
import { Recorder } from '../../workers/record/recorder.ts'
import { CITY, layGround, type Ground } from './liveServer.ts'

const AT = Date.parse('2026-11-22T04:00:00Z')
let ground: Ground
let register: JudgingRegister

beforeAll(async () => {
  ground = await layGround()
  await ground.db.query(`INSERT INTO unit (id, name, kind, district, lng, lat) SELECT 'F' || i, '食堂', 'canteen', '131102', 115.7, 37.7 FROM generate_series(1, 20) AS i`)
  await ground.db.query(`INSERT INTO device (id, unit, profile, token_hash) SELECT d || i, 'F' || i, 'camera', '\\x' FROM generate_series(1, 20) AS i, unnest(ARRAY['cam-a-', 'cam-b-', 'gas-']) AS d`)
  register = new JudgingRegister(ground.db, ground.context.configuration.profiles, 16, ground.context.configuration.rules)
  await register.start()
})
afterAll(async () => {
  await register.stop()
  await ground.stop()
})

function verdict(deviceId: string, parts: Partial<AlertVerdict> = {}): AlertVerdict {
  return {
    id: `${deviceId}~violation-fire_smoke~1`, deviceId, ruleId: 'violation-fire_smoke', ruleVersion: 1, ordinal: 1, revision: 1, metric: null, type: 'fire_smoke',
    state: 'open', severity: 'major', currentSeverity: 'major', breachedAt: AT, openedAt: AT + 3_000, lastSeenAt: AT + 3_000, resolvedAt: null, value: 0.8, limit: 0.6,
    draftOrder: false, review: 'pending', occurrences: 1, snapshot: null, event: 'opened', ...parts,
  }
}

/** Records as a worker of its own does, in one transaction. */
async function record(...verdicts: AlertVerdict[]): Promise<void> {
  const recorder = new Recorder({ redis: ground.redis, register, silences: { underWay: () => [] }, policies: { present: () => ({ policies: [] }) }, clock: () => AT, onJobs: () => undefined })
  const prepared = await recorder.prepare([{ partition: 0, entries: verdicts.map((each, i) => [`${i}-1`, ['v', JSON.stringify(each)]]) }])
  await steppedTransaction(ground.db, (client, commit) => recorder.write(client, prepared, Promise.resolve(), commit))
}

async function fires(unit: string) {
  const { items } = await listAlerts(ground.db, CITY, { unit, type: 'fire_smoke' }, { limit: 50, after: null })
  return items.sort((a, b) => a.id.localeCompare(b.id))
}

it('leaves a fire that one camera sees major, and raises both once a second one sees it', async () => {
  await record(verdict('cam-a-1'))
  expect(await fires('F1')).toMatchObject([{ severity: 'major', corroboratedBy: [] }])
  await record(verdict('cam-b-1', { breachedAt: AT + 40_000, openedAt: AT + 43_000, lastSeenAt: AT + 43_000 }))
  expect(await fires('F1')).toMatchObject([
    { severity: 'critical', currentSeverity: 'critical', review: 'pending', corroboratedBy: ['cam-b-1~violation-fire_smoke~1'], timeline: [{ event: 'opened' }, { event: 'escalated' }] },
    { severity: 'critical', corroboratedBy: ['cam-a-1~violation-fire_smoke~1'] },
  ])
  // What its own camera goes on to say does not take that back.
  await record(verdict('cam-a-1', { revision: 2, event: 'cleared', state: 'resolved', resolvedAt: AT + 60_000, lastSeenAt: AT + 60_000 }))
  expect((await fires('F1'))[0]).toMatchObject({ severity: 'critical', state: 'resolved' })
})

it('takes the gas alert of the unit for a second source, whichever comes first, and none of another unit or time', async () => {
  const gas = (unit: number, parts: Partial<AlertVerdict> = {}) => verdict(`gas-${unit}`, { id: `gas-${unit}~gas~1`, ruleId: 'gas', metric: 'gas_lel', type: null, review: null, value: 30, ...parts })
  await record(gas(2))
  await record(verdict('cam-a-2'), verdict('cam-a-3'))
  expect(await fires('F2')).toMatchObject([{ severity: 'critical', corroboratedBy: ['gas-2~gas~1'] }])
  expect(await fires('F3')).toMatchObject([{ severity: 'major' }])
  await record(gas(3, { breachedAt: AT + 600_000, openedAt: AT + 600_000, lastSeenAt: AT + 600_000 }))
  expect(await fires('F3')).toMatchObject([{ severity: 'major' }])
  await record(gas(3, { id: 'gas-3~gas~2', ordinal: 2, breachedAt: AT + 30_000 }))
  expect(await fires('F3')).toMatchObject([{ severity: 'critical' }])
})

it('raises both where two partitions record them at the same moment', async () => {
  const units = Array.from({ length: 16 }, (_, i) => i + 5)
  await Promise.all(units.flatMap((unit) => [record(verdict(`cam-a-${unit}`)), record(verdict(`cam-b-${unit}`))]))
  for (const unit of units) expect((await fires(`F${unit}`)).map((alert) => alert.severity)).toEqual(['critical', 'critical'])
})
