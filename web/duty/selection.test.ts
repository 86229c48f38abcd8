import { describe, expect, it } from 'vitest'
import { moved, NOTHING_SELECTED, ranged, settled, toggled } from './selection.ts'

const IDS = ['a', 'b', 'c', 'd']
const at = (cursor: string | null) => ({ ...NOTHING_SELECTED, cursor })

describe('the selection of the queue', () => {
  it('begins at the top, moves by rows and stops at the ends', () => {
    expect(moved(at(null), IDS, 1).cursor).toBe('a')
    expect(moved(at(null), IDS, -1).cursor).toBe('a')
    expect(moved(at(null), IDS, 3).cursor).toBe('c')
    expect(moved(at(null), IDS, IDS.length).cursor).toBe('d')
    expect(moved(at('a'), IDS, 1).cursor).toBe('b')
    expect(moved(at('d'), IDS, 1).cursor).toBe('d')
    expect(moved(at('a'), IDS, -1).cursor).toBe('a')
    expect(moved(at('a'), [], 1).cursor).toBe(null)
  })

  it('marks a row and takes the mark away', () => {
    const once = toggled(at('b'), 'b')
    expect([...once.marked]).toEqual(['b'])
    expect(toggled(once, 'b').marked.size).toBe(0)
  })

  it('marks a range from where marking began, in either direction', () => {
    expect([...ranged(toggled(at('b'), 'b'), IDS, 'd').marked]).toEqual(['b', 'c', 'd'])
    expect([...ranged(toggled(at('c'), 'c'), IDS, 'a').marked].toSorted()).toEqual(['a', 'b', 'c'])
  })

  it('steps on to the next row when the one under the cursor leaves, and back at the end', () => {
    expect(settled(at('b'), IDS, ['a', 'c', 'd']).cursor).toBe('c')
    expect(settled(at('d'), IDS, ['a', 'b']).cursor).toBe('b')
    expect(settled(at('a'), IDS, []).cursor).toBe(null)
  })

  it('forgets the marks of rows that left, and is the same object where nothing changed', () => {
    const both = toggled(toggled(at('a'), 'a'), 'c')
    expect([...settled(both, IDS, ['c', 'd']).marked]).toEqual(['c'])
    expect(settled(both, IDS, ['c', 'a'])).toBe(both)
  })
})
