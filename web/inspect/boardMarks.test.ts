import { expect, it } from 'vitest'
import type { Inspection } from '../../domain/inspection.ts'
import { placeMarks, whereIs } from './boardMarks.ts'

const checkIn = { at: '', receivedAt: '', point: [115.6, 37.7], accuracy: 9, checks: [], holds: true } satisfies Inspection['checkIn']
const FIELD = { width: 200, height: 100, mark: 20 }
const at = (id: string, x: number, y: number) => ({ id, checkIn: null, unitPoint: [x, y] as const })

it('knows an inspector where they checked in, and before that at the unit they go to', () => {
  expect([whereIs({ id: 'a', checkIn, unitPoint: [115, 37] }), whereIs({ id: 'a', checkIn: null, unitPoint: [115, 37] })]).toEqual([[115.6, 37.7], [115, 37]])
})

it('covers no mark with another, and keeps what lies outside at the edge of the map', () => {
  const marks = placeMarks([at('a', 50, 50), at('b', 55, 52), at('c', 150, 50), at('far', 900, -40)], ([x, y]) => [x, y], FIELD, () => 60)
  expect(marks.map(({ inspection, x, y }) => [inspection.id, x, y])).toEqual([['a', 50, 50], ['b', 55, 72], ['c', 140, 50], ['far', 140, 10]])
})
