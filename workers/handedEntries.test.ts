import { expect, test } from 'vitest'
import { HandedEntries } from './handedEntries.ts'
import type { RawEntry } from './partitions/feedLoop.ts'

const entry = (id: string): RawEntry => [id, ['v', id]]
const ids = (entries: readonly RawEntry[] | null): string[] | undefined => entries?.map(([id]) => id)

/** Read to the end of the stream once, with what was offered meanwhile. */
function caughtUp(...offered: string[]): HandedEntries {
  const handed = new HandedEntries()
  handed.reading()
  for (const id of offered) handed.offer([entry(id)])
  handed.reachedEnd()
  return handed
}

test('what is offered before the stream was read to its end does not count', () => {
  const handed = new HandedEntries()
  handed.offer([entry('5-0')])
  expect(handed.take('0-0')).toBeNull()
})

test('what was offered follows on what was read, and is handed out once', () => {
  const handed = caughtUp()
  handed.offer([entry('5-0'), entry('5-1')])
  handed.offer([entry('6-0')])
  expect(ids(handed.take('4-0'))).toEqual(['5-0', '5-1', '6-0'])
  expect(ids(handed.take('6-0'))).toEqual([])
})

test('what the reading found, too, is left out', () => {
  expect(ids(caughtUp('5-0', '10-0').take('5-0'))).toEqual(['10-0'])
})

test('a writer that cannot say sends back to the stream, even while it is being read', () => {
  const handed = caughtUp('5-0')
  handed.offer([])
  expect(handed.take('4-0')).toBeNull()
  handed.reading()
  handed.offer([])
  handed.reachedEnd()
  expect(handed.take('4-0')).toBeNull()
  handed.reading()
  handed.reachedEnd()
  handed.offer([entry('7-0')])
  expect(ids(handed.take('4-0'))).toEqual(['7-0'])
})

test('it is bounded: a flood is left to the stream', () => {
  const handed = caughtUp()
  for (let n = 0; n <= 500; n += 1) handed.offer([entry(`${n + 1}-0`)])
  expect(handed.take('0-0')).toBeNull()
})
