import { pino } from 'pino'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { connectRedis, type RedisClient } from '../../stores/redis/connect.ts'
import { Tenure } from '../../server/tenure/tenure.ts'
import { startStores, type Stores } from './constellation.ts'

let stores: Stores
let redis: RedisClient
beforeAll(async () => {
  stores = await startStores()
  redis = connectRedis(stores.redisUrl)
})
afterAll(async () => {
  redis.disconnect()
  await stores.stop()
})

it('lets one server at a time do the work, and the next begin only after the last has ended', async () => {
  const story: string[] = []
  const tenureOf = (name: string): Tenure => new Tenure({
    redis, name, share: 'work', log: pino({ level: 'silent' }), onHeld: () => void story.push(`${name} begins`),
    onLost: async () => { await new Promise((resolve) => setTimeout(resolve, 50)); story.push(`${name} ends`) },
  })
  const [first, second] = [tenureOf('a'), tenureOf('b')]
  first.start()
  await vi.waitFor(() => expect(story).toEqual(['a begins']), 60_000)
  second.start()
  await new Promise((resolve) => setTimeout(resolve, 4_000))
  expect(story).toEqual(['a begins'])
  await first.stop()
  await vi.waitFor(() => expect(story).toEqual(['a begins', 'a ends', 'b begins']), 60_000)
  // Whoever is shut out of the lease stops before it could pass on.
  await redis.set('mj:{work}:lease', 'c#9', 'PX', 60_000)
  await vi.waitFor(() => expect(story).toEqual(['a begins', 'a ends', 'b begins', 'b ends']), 60_000)
  await second.stop()
})
