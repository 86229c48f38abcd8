import type { InspectionDossier, InspectionState } from '../../../domain/inspection.ts'
import { happenedAt, isKind, type Entry, type EntryKind, type EntryOf } from '../../../domain/inspection/entry.ts'
import { progressOf } from '../../../domain/inspection/merge.ts'
import type { User } from '../../../domain/user.ts'
import { entriesOf, insertEntry } from '../../../stores/postgres/inspectionEntries.ts'
import { inspectionEvent, updateInspection } from '../../../stores/postgres/inspections.ts'
import { appendLiveEvents, type NewLiveEvent } from '../../../stores/postgres/liveEvents.ts'
import type { Client } from '../../../stores/postgres/pool.ts'
import { audit } from '../register.ts'

/** A line to be entered. */
export interface Line<K extends EntryKind> {
  readonly kind: K
  readonly body: EntryOf<K>['body']
  readonly key: string
  readonly client?: string | undefined
  /** When it happened by their clock, epoch milliseconds. */
  readonly at?: number | undefined
}

/** Said often, and kept in the inspection's own log: the audit log does without. */
const UNAUDITED = new Set<EntryKind>(['message', 'pointer', 'mode'])

const ENDED = new Set<InspectionState>(['signed', 'cancelled'])

/**
 * Adds a line to the log of an inspection that the caller has locked, brings its outline up to date, and tells the audit
 * log and live subscribers; it is the last step of the caller's transaction. What arrives after the end is kept as late,
 * and changes nothing.
 */
export async function enter<K extends EntryKind>(
  client: Client, inspection: InspectionDossier, user: User, line: Line<K>, receivedAt: number, more: readonly NewLiveEvent[] = [],
): Promise<{ inspection: InspectionDossier; entry: Entry }> {
  const entry = {
    seq: inspection.entries + 1, key: line.key, client: line.client ?? '', at: new Date(happenedAt(line.at, receivedAt, inspection.openedAt)).toISOString(), receivedAt: new Date(receivedAt).toISOString(),
    by: `user:${user.username}`, name: user.name, kind: line.kind, body: line.body, late: ENDED.has(inspection.state),
  } as Entry
  await insertEntry(client, inspection.id, entry)
  const after = await withEntry(client, inspection, entry)
  await updateInspection(client, after)
  if (!UNAUDITED.has(entry.kind)) {
    await audit(client, { by: user, at: receivedAt, action: `inspection.${entry.kind}`, subject: `inspection:${inspection.id}`, detail: { key: entry.key, at: entry.at, ...withoutDrawing(entry.body) } })
  }
  await appendLiveEvents(client, [...more, inspectionEvent('inspection.entered', receivedAt, after)])
  return { inspection: after, entry }
}

async function withEntry(client: Client, inspection: InspectionDossier, entry: Entry): Promise<InspectionDossier> {
  const after = { ...inspection, entries: entry.seq, updatedAt: entry.receivedAt, version: inspection.version + 1 }
  if (entry.late) return after
  if (entry.kind === 'mode') return { ...after, mode: entry.body.mode }
  const entries = await entriesOf(client, inspection.id)
  return { ...after, progress: progressOf(inspection.checklist, entries), stills: entries.filter(isKind('still')).length }
}

/** Lines of a drawing stay out of the audit log; the log of the inspection has them. */
function withoutDrawing(body: object): Record<string, unknown> {
  const { lines: _lines, ...rest } = body as Record<string, unknown>
  return rest
}
