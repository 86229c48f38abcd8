import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { auditText, CHAIN_START, type AuditRecord } from '../../domain/auditChain.ts'
import { verifyChain, type ChainVerdict } from './chain.ts'

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

/** The verdict beside a name of its own for what it is about. */
const renamed = (verdict: ChainVerdict) => (verdict.holds ? verdict : { holds: false, at: verdict.what })

describe('an exported log', () => {
  it('holds when nobody touched it', async () => {
    const log = aLog(5)
    expect(await verifyChain(linesOf(log))).toMatchObject({ holds: true, entries: 5, last: { hash: log[4]?.hash } })
  })

  it('does not hold where a single byte was changed, added or taken out, wherever', async () => {
    const whole = aLog(3).map((entry) => JSON.stringify(entry))
    const [, text = ''] = whole
    const passed: string[] = []
    for (let at = 0; at < text.length; at += 1) {
      for (const rest of [(text[at] === '1' ? '2' : '1') + text.slice(at + 1), ` ${text.slice(at)}`, text.slice(at + 1)]) {
        const forged = text.slice(0, at) + rest
        if ((await verifyChain(linesOf([whole[0] ?? '', forged, whole[2] ?? '']))).holds) passed.push(forged)
      }
    }
    expect(passed).toEqual([])
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
      ['an empty line', [...log.slice(0, 2), '', ...log.slice(2)], 3],
      ['a field that the hash does not cover', log.map((entry) => (entry.seq === 2 ? { ...entry, evil: 1 } : entry)), 2],
      ['none', [], 1],
    ]
    for (const [what, lines, seq] of cases) expect({ what, ...renamed(await verifyChain(linesOf(lines))) }).toMatchObject({ what, holds: false, at: `entry ${seq}` })
  })

  it('does not hold where an entry was altered and its own hash made anew', async () => {
    const log = aLog(4)
    const forged = log.map((entry) => {
      if (entry.seq !== 2) return entry
      const other = { ...entry, actor: 'user:somebody' }
      return { ...other, hash: hashOf(other.prev, auditText(other)) }
    })
    expect(await verifyChain(linesOf(forged))).toMatchObject({ holds: false, what: 'entry 3', fault: 'it does not name the hash of the entry before' })
  })
})
