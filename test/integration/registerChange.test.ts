import { afterAll, beforeAll, expect, it } from 'vitest'
import { partitionOf } from '../../stores/redis/keys.ts'
import { JudgingRegister, type RegisteredDevice } from '../../workers/register/judgingRegister.ts'
import { layGround, type Ground } from './liveServer.ts'

const PARTITIONS = 16
const [EARLY, LATE] = [[{ from: '06:00', to: '14:00' }], [{ from: '10:00', to: '22:00' }]]
/** Two devices of one unit in partitions of their own. */
const [AHEAD, BEHIND] = ['freezer-a', 'freezer-b'] as const
const [ahead, behind] = [partitionOf(AHEAD, PARTITIONS), partitionOf(BEHIND, PARTITIONS)]

let ground: Ground
let register: JudgingRegister

beforeAll(async () => {
  ground = await layGround()
  await ground.db.query(`INSERT INTO unit (id, name, kind, district, lng, lat) VALUES ('u', '食堂', 'canteen', '131102', 115.7, 37.7)`)
  await ground.db.query(`INSERT INTO device (id, unit, profile, token_hash) SELECT d, 'u', 'catering-freezer', '\\x' FROM unnest(ARRAY['${AHEAD}', '${BEHIND}']) AS d`)
  await write(EARLY)
  register = new JudgingRegister(ground.db, ground.context.configuration.profiles, PARTITIONS, ground.context.configuration.rules)
  await register.start()
})
afterAll(async () => {
  await register.stop()
  await ground.stop()
})

const write = (hours: object): Promise<unknown> => ground.db.query("UPDATE unit SET opening_hours = $1, tags = ARRAY['t'], updated_at = now() WHERE id = 'u'", [JSON.stringify(hours)])

/** As what stands at the turn of the device's next reading. */
async function atItsTurn(id: string): Promise<RegisteredDevice['hours'] | undefined> {
  await register.ensure([id])
  return register.get(id)?.hours
}

it('judges what a partition that lags was sent before a change by what was before, though others are past the change', async () => {
  expect(ahead).not.toBe(behind)
  expect([await atItsTurn(AHEAD), await atItsTurn(BEHIND)]).toEqual([EARLY, EARLY])
  await write(LATE)
  const change = { kind: 'register-change', what: 'units', ids: ['u'] } as const
  await register.apply(change, ahead)
  expect([await atItsTurn(AHEAD), await atItsTurn(BEHIND)]).toEqual([LATE, EARLY])
  await register.apply(change, behind)
  expect(await atItsTurn(BEHIND)).toEqual(LATE)
})

it('holds a change of one device and of the rules to the partition that has come to it, too', async () => {
  const intervals = async (): Promise<(number | null | undefined)[]> => {
    await register.ensure([AHEAD, BEHIND])
    return [AHEAD, BEHIND].map((id) => register.get(id)?.intervalMs)
  }
  const [before] = await intervals()
  await ground.db.query('UPDATE device SET interval_s = 7')
  const change = { kind: 'register-change', what: 'devices', ids: [AHEAD, BEHIND] } as const
  await register.apply(change, ahead)
  expect(await intervals()).toEqual([7_000, before])
  await register.apply(change, behind)
  expect(await intervals()).toEqual([7_000, 7_000])

  const rule = { id: 'new', name: 'new', scope: { deviceIds: [AHEAD, BEHIND] }, metric: 'temperature', above: 8, for: '5m', severity: 'minor' }
  await ground.db.query("INSERT INTO rule (id, version, text, author, current) VALUES ('new', 1, $1, 'test', true)", [JSON.stringify(rule)])
  await register.apply({ kind: 'register-change', what: 'rules', ids: ['new'] }, ahead)
  await register.ensure([AHEAD])
  const judged = (): (boolean | undefined)[] => [AHEAD, BEHIND].map((id) => register.get(id)?.rules.some((one) => one.id === 'new'))
  expect(judged()).toEqual([true, false])
  // Nor has one that has never been heard of before the rule that others have come to.
  await register.apply({ kind: 'register-change', what: 'devices', ids: [BEHIND] }, behind)
  await register.ensure([BEHIND])
  expect(judged()).toEqual([true, false])
  await register.apply({ kind: 'register-change', what: 'rules', ids: ['new'] }, behind)
  await register.ensure([BEHIND])
  expect(judged()).toEqual([true, true])
})

it('knows nothing of a partition from before it was taken over', async () => {
  await write(EARLY)
  await register.takeOver(behind)
  expect([await atItsTurn(AHEAD), await atItsTurn(BEHIND)]).toEqual([LATE, EARLY])
})
