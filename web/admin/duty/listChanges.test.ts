import { describe, expect, it } from 'vitest'
import { listChanges, type Told } from './listChanges.ts'

const words = { added: 'added', removed: 'removed', order: 'Order' }
const told = (id: string, parts: Record<string, string> = {}): Told => ({ id, name: id.toUpperCase(), parts })

describe('what differs between two versions of a list', () => {
  it('names what came and what went', () => {
    expect(listChanges([told('a'), told('b')], [told('b'), told('c')], words)).toEqual([
      { field: 'A', before: 'removed', after: '—' }, { field: 'C', before: '—', after: 'added' },
    ])
  })

  it('names each part that is other, new or gone, and nothing that is the same', () => {
    expect(listChanges([told('a', { step: '0', name: 'x', remind: '1h' })], [told('a', { step: '5m', name: 'x', second: '2h' })], words)).toEqual([
      { field: 'A · step', before: '0', after: '5m' }, { field: 'A · remind', before: '1h', after: '—' }, { field: 'A · second', before: '—', after: '2h' },
    ])
  })

  it('tells another order once, of those that are in both', () => {
    expect(listChanges([told('a'), told('b'), told('c')], [told('c'), told('a')], words)).toEqual([
      { field: 'B', before: 'removed', after: '—' }, { field: 'Order', before: 'A、C', after: 'C、A' },
    ])
  })
})
