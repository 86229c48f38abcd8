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

it('keeps what it has where a longer message needs more room', () => {
  const log = new MessageLog(() => 0)
  const payloads = ['"a"', JSON.stringify('b'.repeat(200)), '"c"', JSON.stringify('度'.repeat(50)), JSON.stringify('d'.repeat(3_000)), '"e"', '"f"']
  for (const payload of payloads) log.note('d', ORIGIN, payload, { results: [{ device: 'd', kind: 'rejection' }] })
  expect(log.of('d').map(({ payload }) => payload)).toEqual(payloads.slice(-5).reverse())
  expect(log.of('d').map(({ length }) => length)).toEqual([3, 3, 3_002, 152, 3])
})

it('tells of each message how it went, and by which way it came', () => {
  const log = new MessageLog(() => 0)
  const error = { index: 0, type: 'invalid' as const, detail: 'no' }
  log.note('d', ORIGIN, '{}', native('d'))
  log.note('d', ORIGIN, '{}', { ...native('d'), errors: [error] })
  for (let n = 0; n < 5; n += 1) log.note('d', { source: 'http', address: n < 2 ? '/a' : '/b' }, '{}', native(n === 4 ? 'other' : 'd'))
  const shown = log.of('d')
  expect(shown.map(({ source, address }) => `${source} ${address}`)).toEqual(['http /b', 'http /b', 'http /b', 'http /a', 'http /a'])
  expect(shown.map(({ results }) => [results[0]?.device, results[0]?.rejection])).toEqual([['other', undefined], ...Array.from({ length: 4 }, () => ['d', undefined])])
  log.note('d', ORIGIN, '{}', { ...native('d'), errors: [error] })
  log.note('d', ORIGIN, '{}', native('d'))
  expect(log.of('d').slice(0, 2).map(({ results }) => results[0]?.rejection?.detail)).toEqual([undefined, 'no'])
})

it('holds no more than its bound: the device longest unheard of goes first', () => {
  const log = new MessageLog(() => 0)
  const big = Buffer.alloc(4_096, 0x61)
  log.note('first', ORIGIN, big, native('first'))
  for (let i = 0; i < 16_000; i++) log.note(`d${i}`, ORIGIN, big, native(`d${i}`))
  expect(log.of('first')).toEqual([])
  expect(log.of('d15999')).toHaveLength(1)
})
