import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { auditText, CHAIN_START, type AuditRecord } from '../../domain/auditChain.ts'
import { verifyLines } from './chain.ts'

/** A log of so many entries, whole. */
function aLog(entries: number): AuditRecord[] {
  const log: AuditRecord[] = []
  for (let seq = 1; seq <= entries; seq += 1) {
    const entry = { seq, at: '2026-09-01T00:00:00.000Z', actor: 'user:duty', action: 'order.issue', subject: `order:${seq}`, detail: { b: 1, a: { d: [1, '二'], c: null } } }
    const prev = log.at(-1)?.hash ?? CHAIN_START
    log.push({ ...entry, prev, hash: hashOf(prev, auditText(entry)) })
  }
  return log
}

function hashOf(prev: string, text: string): string {
  return createHash('sha256').update(Buffer.from(prev, 'hex')).update(text).digest('hex')
}

async function* linesOf(log: readonly (AuditRecord | string)[]): AsyncGenerator<string> {
  for (const entry of log) yield typeof entry === 'string' ? entry : JSON.stringify(entry)
}

describe('an exported log', () => {
  it('holds when nobody touched it, whatever the order of keys', async () => {
    const log = aLog(5)
    expect(await verifyLines(linesOf(log))).toMatchObject({ holds: true, entries: 5, last: { hash: log[4]?.hash } })
    const turned = log.map((entry) => ({ ...entry, detail: Object.fromEntries(Object.entries(entry.detail).reverse()) }))
    expect(await verifyLines(linesOf(turned))).toMatchObject({ holds: true })
    expect(await verifyLines(linesOf([]))).toMatchObject({ holds: true, entries: 0 })
  })

  it('names the first entry that was altered, dropped, put in or moved', async () => {
    const log = aLog(6)
    const without = (seq: number) => log.filter((entry) => entry.seq !== seq)
    const changed = (seq: number, change: Partial<AuditRecord>) => log.map((entry) => (entry.seq === seq ? { ...entry, ...change } : entry))
    const cases: [string, (AuditRecord | string)[], number][] = [
      ['another actor', changed(3, { actor: 'user:somebody' }), 3],
      ['another time', changed(2, { at: '2026-09-02T00:00:00.000Z' }), 2],
      ['other detail', changed(4, { detail: {} }), 4],
      ['one dropped', without(3), 4],
      ['the first dropped', without(1), 2],
      ['one twice', [...log.slice(0, 3), ...log.slice(2)], 3],
      ['no entry', [...log.slice(0, 2), 'rubbish'], 3],
    ]
    for (const [what, lines, seq] of cases) expect({ what, ...(await verifyLines(linesOf(lines))) }).toMatchObject({ what, holds: false, seq })
  })

  it('does not hold where an entry was altered and its own hash made anew', async () => {
    const log = aLog(4)
    const forged = log.map((entry) => {
      if (entry.seq !== 2) return entry
      const other = { ...entry, actor: 'user:somebody' }
      return { ...other, hash: hashOf(other.prev, auditText(other)) }
    })
    expect(await verifyLines(linesOf(forged))).toMatchObject({ holds: false, seq: 3, fault: 'it does not name the hash of the entry before' })
  })
})
