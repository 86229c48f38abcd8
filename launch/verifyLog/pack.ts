import { createHash } from 'node:crypto'
import { canonicalJson, type AuditRecord } from '../../domain/auditChain.ts'
import { PACKED, type PackEntry, type PackManifest } from '../../domain/order/pack.ts'
import { entryFault, isRecord, type Broken } from './chain.ts'

/** What an evidence pack proves by itself. */
export type PackVerdict = { readonly holds: true; readonly entries: number; readonly manifest: PackManifest; readonly sha256: string; readonly audit: readonly AuditRecord[] } | Broken

interface Line extends PackEntry {
  readonly sha256: string
}

/** What the pack says of its pictures, gathered from the order and its log as they go by. */
interface Told {
  readonly photos: Map<string, string>
  readonly portraits: Map<string, string>
  readonly audit: AuditRecord[]
}

/**
 * Reads a pack line by line: every line gives its hash, every entry of the log its own, every photo is the one that the
 * order and the log tell of, and the manifest at the end names all of them in their order. Stops at the first that does not.
 */
export async function verifyPack(lines: AsyncIterable<string>): Promise<PackVerdict> {
  const told: Told = { photos: new Map(), portraits: new Map(), audit: [] }
  const listed: PackManifest['entries'][number][] = []
  const pictures: { line: number; entry: Line }[] = []
  let line = 0
  let manifest: Line | null = null
  for await (const text of lines) {
    line += 1
    const broken = (what: string, fault: string): Broken => ({ holds: false, line, what, fault })
    const entry = parseLine(text)
    if (!entry) return broken(`line ${line}`, 'it is no line as the platform packs them')
    const what = `${entry.kind} ${entry.id}`
    if (manifest) return broken(what, 'it stands after the manifest')
    if (entry.sha256 !== hashOf(entry)) return broken(what, 'its content does not give its hash')
    const fault = takeIn(entry, told)
    if (fault) return broken(what, fault)
    if (entry.base64 !== undefined) pictures.push({ line, entry: { ...entry, base64: '' } })
    if (entry.kind === 'manifest') manifest = entry
    else listed.push({ kind: entry.kind, id: entry.id, sha256: entry.sha256 })
  }
  const end = (fault: string): Broken => ({ holds: false, line, what: 'manifest', fault })
  if (!manifest) return end('it is missing: the pack was cut short')
  const { entries } = manifest.record as PackManifest
  const odd = Math.max(listed.length, entries.length)
  for (let i = 0; i < odd; i += 1) {
    if (canonicalJson(entries[i] ?? null) !== canonicalJson(listed[i] ?? null)) return { holds: false, line: i + 1, what: nameOf(listed[i] ?? entries[i]), fault: 'the manifest does not name it in this place' }
  }
  for (const { line: at, entry } of pictures) {
    const fault = pictureFault(entry, told)
    if (fault) return { holds: false, line: at, what: nameOf(entry), fault }
  }
  return { holds: true, entries: listed.length, manifest: manifest.record as PackManifest, sha256: manifest.sha256, audit: told.audit }
}

/** What ties a pack to a log that holds: its entries stand there, and so does its making. Null where both are so. */
export function strayFrom(pack: { readonly audit: readonly AuditRecord[]; readonly sha256: string }, inLog: { has(hash: string): boolean }, packs: { has(sha256: string): boolean }): string | null {
  const stray = pack.audit.find((record) => !inLog.has(record.hash))
  if (stray) return `entry ${stray.seq} of the pack is not in the log`
  return packs.has(pack.sha256) ? null : 'the log knows of no pack with this manifest'
}

const nameOf = (entry: { kind: string; id: string } | undefined): string => (entry ? `${entry.kind} ${entry.id}` : 'manifest')

function hashOf(entry: Line): string {
  return createHash('sha256').update(entry.base64 === undefined ? canonicalJson(entry.record) : Buffer.from(entry.base64, 'base64')).digest('hex')
}

/** As the platform writes it, to the byte. */
function parseLine(text: string): Line | null {
  try {
    const line = JSON.parse(text) as Partial<Line> | null
    const fits = line !== null && typeof line === 'object' && [...PACKED, 'manifest'].includes(line.kind ?? '') && typeof line.id === 'string' && typeof line.sha256 === 'string'
    if (!fits || (typeof line.base64 === 'string') === (line.record !== undefined)) return null
    const { kind, id, record, base64, sha256 } = line as Line
    const asPacked = JSON.stringify(base64 === undefined ? { kind, id, record, sha256 } : { kind, id, base64, sha256 })
    const whole = base64 === undefined || Buffer.from(base64, 'base64').toString('base64') === base64
    return whole && asPacked === text ? (line as Line) : null
  } catch {
    return null
  }
}

/** Remembers what the line tells of pictures; what is wrong with it, null for nothing. */
function takeIn({ kind, id, record }: Line, told: Told): string | null {
  if (kind === 'order') {
    for (const photo of (record as { photos?: { id: string; sha256: string }[] }).photos ?? []) told.photos.set(photo.id, photo.sha256)
  }
  if (kind === 'manifest') return id === 'manifest' && Array.isArray((record as Partial<PackManifest> | null)?.entries) ? null : 'it is no manifest'
  if (kind !== 'audit') return null
  if (!isRecord(record)) return 'it is no entry of the log'
  told.audit.push(record)
  const { photo, portrait } = record.detail as { photo?: unknown; portrait?: unknown }
  if (record.action === 'order.photo' && typeof photo === 'string' && typeof portrait === 'string') told.portraits.set(photo, portrait)
  return entryFault(record) ?? (record.action === 'order.photo' ? otherPhoto(record, told) : null)
}

/** The order and the log must tell of the same photo. */
function otherPhoto({ detail }: AuditRecord, { photos }: Told): string | null {
  const { photo, sha256 } = detail as { photo?: string; sha256?: string }
  return photo === undefined || photos.get(photo) === sha256 ? null : `it tells of a photo ${photo} that the order has not, or has otherwise`
}

function pictureFault({ kind, id, sha256 }: Line, { photos, portraits }: Told): string | null {
  const expected = kind === 'photo' ? photos.get(id) : kind === 'portrait' ? portraits.get(id) : id
  return expected === sha256 ? null : 'it is not the picture that the log tells of'
}
