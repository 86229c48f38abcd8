import { expect, it } from 'vitest'
import { MessageLog } from './messageLog.ts'

const ORIGIN = { source: 'mqtt', address: 't' } as const
const native = (device: string) => ({ subject: 'readings' as const, device, errors: [] })

it('keeps the last five messages of a device, newest first, each cut at 4 KB', () => {
  let now = 0
  const log = new MessageLog(() => now)
  for (now = 1; now <= 7; now++) log.note('d', ORIGIN, `{"values":{"temperature":${now}}}`, native('d'))
  expect(log.of('d').map(({ results }) => results[0]?.values)).toEqual([7, 6, 5, 4, 3].map((temperature) => ({ temperature })))
  log.note('d', ORIGIN, Buffer.from('度'.repeat(3_000)), native('d'))
  expect(log.of('d')[0]).toMatchObject({ encoding: 'text', truncated: true, length: 9_000, results: [] })
  expect(log.of('d')[0]?.payload).toBe('度'.repeat(1_365))
})

it('holds no more than its bound: the device longest unheard of goes first', () => {
  const log = new MessageLog(() => 0)
  const big = Buffer.alloc(4_096, 0x61)
  log.note('first', ORIGIN, big, native('first'))
  for (let i = 0; i < 16_000; i++) log.note(`d${i}`, ORIGIN, big, native(`d${i}`))
  expect(log.of('first')).toEqual([])
  expect(log.of('d15999')).toHaveLength(1)
})
