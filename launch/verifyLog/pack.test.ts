import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { auditText, canonicalJson, CHAIN_START, type AuditRecord } from '../../domain/auditChain.ts'
import { strayFrom, verifyPack } from './pack.ts'

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')
const PHOTO = Buffer.from('the bytes of a photo')
const PORTRAIT = Buffer.from('the bytes of a portrait')

interface Piece {
  readonly kind: string
  readonly id: string
  readonly record?: unknown
  readonly base64?: string
}

function entryOf(detail: Record<string, unknown>): AuditRecord {
  const entry = { seq: 7, at: '2026-09-01T00:00:00.000Z', actor: 'user:canteen', action: 'order.photo', subject: 'order:o1', detail }
  return { ...entry, prev: CHAIN_START, hash: createHash('sha256').update(Buffer.from(CHAIN_START, 'hex')).update(auditText({ ...entry })).digest('hex') }
}

const pieces = (): Piece[] => [
  { kind: 'order', id: 'o1', record: { id: 'o1', title: '冷藏过温', photos: [{ id: 'p1', sha256: sha256(PHOTO) }] } },
  { kind: 'photo', id: 'p1', base64: PHOTO.toString('base64') },
  { kind: 'portrait', id: 'p1', base64: PORTRAIT.toString('base64') },
  { kind: 'audit', id: '7', record: entryOf({ photo: 'p1', sha256: sha256(PHOTO), portrait: sha256(PORTRAIT) }) },
]

/** A pack as the platform makes it, all hashes of what it is given. */
function packed(given: readonly Piece[]): string[] {
  const lines = given.map((piece) => ({ ...piece, sha256: sha256(piece.base64 === undefined ? canonicalJson(piece.record) : Buffer.from(piece.base64, 'base64')) }))
  const record = { madeAt: '2026-09-02T00:00:00.000Z', entries: lines.map(({ kind, id, sha256: hash }) => ({ kind, id, sha256: hash })) }
  return [...lines, { kind: 'manifest', id: 'manifest', record, sha256: sha256(canonicalJson(record)) }].map((line) => JSON.stringify(line))
}

/** With the byte changed, another before it, or without it, in turn. */
const forge = (text: string, at: number): string =>
  text.slice(0, at) + [(text[at] === '1' ? '2' : '1') + text.slice(at + 1), ` ${text.slice(at)}`, text.slice(at + 1)][at % 3]

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}

describe('an evidence pack', () => {
  it('holds when nobody touched it', async () => {
    expect(await verifyPack(each(packed(pieces())))).toMatchObject({ holds: true, entries: 4, audit: [{ seq: 7 }] })
  })

  it('does not hold where a single byte of any line was changed, added or taken out', async () => {
    const lines = packed(pieces())
    const passed: object[] = []
    for (const [index, text] of lines.entries()) {
      for (let at = 0; at < text.length; at += 1) {
        const forged = forge(text, at)
        if ((await verifyPack(each(lines.with(index, forged)))).holds) passed.push({ index, at, forged })
      }
    }
    expect(passed).toEqual([])
  })

  it('names the line that was dropped, put in, moved or left after the manifest', async () => {
    const lines = packed(pieces())
    const cases: [string, string[], number][] = [
      ['dropped', lines.toSpliced(1, 1), 2],
      ['twice', lines.toSpliced(2, 0, lines[1] ?? ''), 3],
      ['moved', [lines[0], lines[2], lines[1], ...lines.slice(3)].map(String), 2],
      ['cut short', lines.slice(0, 3), 3],
      ['after the manifest', [...lines, lines[3] ?? ''], 6],
    ]
    for (const [how, forged, line] of cases) expect({ how, ...(await verifyPack(each(forged))) }).toMatchObject({ how, holds: false, line })
  })

  it('does not hold where all hashes were made anew for another picture than the order and the log tell of', async () => {
    const other = Buffer.from('another picture').toString('base64')
    expect(await verifyPack(each(packed(pieces().with(1, { kind: 'photo', id: 'p1', base64: other }))))).toMatchObject({ holds: false, line: 2, what: 'photo p1' })
    expect(await verifyPack(each(packed(pieces().with(2, { kind: 'portrait', id: 'p1', base64: other }))))).toMatchObject({ holds: false, line: 3, what: 'portrait p1' })
    const forgedOrder = { kind: 'order', id: 'o1', record: { id: 'o1', photos: [{ id: 'p1', sha256: sha256('another') }] } }
    expect(await verifyPack(each(packed(pieces().with(0, forgedOrder))))).toMatchObject({ holds: false, line: 4, what: 'audit 7' })
    const forgedEntry = { ...entryOf({ photo: 'p1', sha256: sha256(PHOTO) }), actor: 'user:somebody' }
    expect(await verifyPack(each(packed(pieces().with(3, { kind: 'audit', id: '7', record: forgedEntry }))))).toMatchObject({ holds: false, line: 4, fault: 'its content does not give its hash' })
  })

  it('is stray where the log has other entries, or never heard of its manifest', async () => {
    const pack = await verifyPack(each(packed(pieces())))
    if (!pack.holds) throw new Error(pack.fault)
    const hashes = new Set(pack.audit.map((record) => record.hash))
    expect(strayFrom(pack, hashes, new Set([pack.sha256]))).toBeNull()
    expect(strayFrom(pack, new Set(), new Set([pack.sha256]))).toBe('entry 7 of the pack is not in the log')
    expect(strayFrom(pack, hashes, new Set())).toBe('the log knows of no pack with this manifest')
  })
})
