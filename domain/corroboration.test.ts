import { expect, test } from 'vitest'
import { isWitness, witnessesOf, type Corroboration, type Source } from './corroboration.ts'

const fire: Corroboration = { withinMs: 60_000, alone: 'major', sensors: [{ metric: 'gas_lel', above: null }, { metric: 'temperature', above: 50 }] }
const source = (parts: Partial<Source> = {}): Source => ({ alertId: 'a', deviceId: 'c1', unitId: 'u1', from: 0, until: 10_000, ...parts })

test.each([
  { name: 'another camera at the same time', parts: {}, bears: true },
  { name: 'a minute after its end', parts: { from: 70_000, until: 71_000 }, bears: true },
  { name: 'later than that', parts: { from: 70_001, until: 71_000 }, bears: false },
  { name: 'a minute before', parts: { from: -100_000, until: -60_000 }, bears: true },
  { name: 'earlier than that', parts: { from: -100_000, until: -60_001 }, bears: false },
  { name: 'since long, and still', parts: { from: -9_000_000, until: Infinity }, bears: true },
  { name: 'the same camera', parts: { deviceId: 'c1' }, bears: false },
  { name: 'in another unit', parts: { unitId: 'u2' }, bears: false },
])('$name: bears out $bears', ({ parts, bears }) => {
  expect(witnessesOf(source(), [source({ alertId: 'b', deviceId: 'c2', ...parts })], fire).length > 0).toBe(bears)
})

test('a sensor bears out what its kind of alert can', () => {
  expect(isWitness({ metric: 'gas_lel', value: null }, fire)).toBe(true)
  expect(isWitness({ metric: 'temperature', value: 50 }, fire)).toBe(false)
  expect(isWitness({ metric: 'temperature', value: 50.1 }, fire)).toBe(true)
  expect(isWitness({ metric: 'humidity', value: 99 }, fire)).toBe(false)
  expect(isWitness({ metric: null, value: 0.9 }, fire)).toBe(false)
})
