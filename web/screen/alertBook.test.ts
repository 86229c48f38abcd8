import { describe, expect, it } from 'vitest'
import { anAlert } from './anAlert.ts'
import { AlertBook, inDistrict } from './alertBook.ts'

const ids = (book: AlertBook) => book.newestFirst().map((a) => a.id)

describe('AlertBook', () => {
  it('keeps the newest first', () => {
    const book = new AlertBook()
    book.apply(anAlert({ id: 'a', openedAt: '2026-11-22T01:00:00.000Z' }))
    book.apply(anAlert({ id: 'b', openedAt: '2026-11-22T02:00:00.000Z' }))
    expect(ids(book)).toEqual(['b', 'a'])
  })

  it('announces an alert once, not with its later versions', () => {
    const book = new AlertBook()
    expect(book.apply(anAlert({ version: 1 }))).toBe(true)
    expect(book.apply(anAlert({ version: 2, value: -5 }))).toBe(false)
    expect(book.newestFirst()[0]?.value).toBe(-5)
  })

  it('is not moved back by an earlier version that arrives late', () => {
    const book = new AlertBook()
    book.apply(anAlert({ version: 3, value: -5 }))
    book.apply(anAlert({ version: 2, value: -9 }))
    expect(book.newestFirst()[0]?.value).toBe(-5)
  })

  it('lets an ended alert go, and does not take it back from a late echo', () => {
    const book = new AlertBook()
    book.apply(anAlert({ version: 1 }))
    book.apply(anAlert({ version: 3, state: 'withdrawn' }))
    book.apply(anAlert({ version: 2 }))
    expect(ids(book)).toEqual([])
  })

  it('takes an alert back that opened again', () => {
    const book = new AlertBook()
    book.apply(anAlert({ version: 2, state: 'resolved' }))
    expect(book.apply(anAlert({ version: 3, state: 'open' }))).toBe(true)
    expect(ids(book)).toHaveLength(1)
  })

  it('forgets with a snapshot what that no longer lists, but not what is newer in hand', () => {
    const book = new AlertBook()
    book.apply(anAlert({ id: 'ended' }))
    book.apply(anAlert({ id: 'kept', version: 5, value: -1 }))
    book.replace([anAlert({ id: 'kept', version: 4, value: -9 }), anAlert({ id: 'new' })])
    expect(ids(book).toSorted()).toEqual(['kept', 'new'])
    expect(book.newestFirst().find((a) => a.id === 'kept')?.value).toBe(-1)
  })

  it('stays within its capacity and gives up the mildest and oldest first', () => {
    const book = new AlertBook(10)
    book.apply(anAlert({ id: 'worst', severity: 'critical', openedAt: '2026-11-21T00:00:00.000Z' }))
    for (let i = 0; i < 30; i++) book.apply(anAlert({ id: `m${i}`, severity: 'minor', openedAt: new Date(Date.UTC(2026, 10, 22) + i * 1000).toISOString() }))
    expect(book.newestFirst().length).toBeLessThanOrEqual(10)
    expect(ids(book)).toContain('worst')
    expect(ids(book)[0]).toBe('m29')
  })
})

describe('choosing among alerts', () => {
  const list = [
    anAlert({ id: 'new-minor', severity: 'minor', district: '131102' }),
    anAlert({ id: 'new-critical', severity: 'critical', district: '131127' }),
    anAlert({ id: 'old-critical', severity: 'critical', district: '131102' }),
  ]
  it('narrows to a district', () => {
    expect(inDistrict(list, '131102').map((a) => a.id)).toEqual(['new-minor', 'old-critical'])
    expect(inDistrict(list, null)).toHaveLength(3)
  })
})
