import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { transaction } from '../../stores/postgres/pool.ts'
import { moveTaken, readTaken, TakenElsewhere } from '../../stores/postgres/taken.ts'
import { TakeOver } from '../../workers/takeOver.ts'
import { startApi, type ApiServer } from './apiServer.ts'

const PARTITION = 3

let api: ApiServer

beforeAll(async () => {
  api = await startApi()
})

afterAll(async () => {
  await api.stop()
})

it('rolls a round back, and goes on, where another worker has moved the position on before the round has looked', async () => {
  const { db, redis } = api.context
  const seen: number[] = []
  let elsewhere = true
  const takeOver = new TakeOver<number>(redis, db, {
    consumer: 'verdicts',
    entriesARound: 10,
    stream: () => 'a-stream',
    async prepare(batches) {
      const from = (await readTaken(db, 'verdicts', [PARTITION])).get(PARTITION) ?? ''
      if (elsewhere) await transaction(db, (client) => moveTaken(client, 'verdicts', [{ partition: PARTITION, from, to: '1-0' }]))
      elsewhere = false
      return batches.flatMap(({ entries }) => entries).length
    },
    // As one that has more to do before it looks: a rejection that nobody awaits yet must not end the process.
    async write(_client, count, moved, commit) {
      await pause(100)
      await moved
      await commit()
      seen.push(count)
    },
  })
  await redis.xadd('a-stream', '1-0', 'k', 'v')
  await redis.xadd('a-stream', '2-0', 'k', 'v')
  takeOver.add(PARTITION)
  await expect(takeOver.round()).rejects.toThrow(TakenElsewhere)
  expect(seen).toEqual([])
  await takeOver.round()
  expect(seen).toEqual([1])
})
