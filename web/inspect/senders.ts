import type { InspectionAction } from '../../domain/inspection/transitions.ts'
import { api } from '../api/client.ts'
import { sendPiecesTo } from '../api/pieces.ts'
import type { Sender } from '../m/outbox/entry.ts'

/** What waits in the outbox for an inspection; the outbox's own id is the key by which the server knows a repeat. */
export interface ActionPayload {
  readonly inspection: string
  readonly action: InspectionAction
  readonly input: object
}
export interface EntryPayload {
  readonly inspection: string
  readonly client: string
  readonly kind: string
  readonly body: object
}
export interface StillPayload {
  readonly inspection: string
  readonly client: string
  readonly sha256: string
  readonly size: number
  readonly place?: object
  readonly answers?: string
  readonly item?: string
}

const pathOf = (id: string): string => `/inspections/${encodeURIComponent(id)}`
const iso = (ms: number): string => new Date(ms).toISOString()

export const sendInspectionAction: Sender = async ({ entry }) => {
  const { inspection, action, input } = entry.payload as ActionPayload
  await api.post(`${pathOf(inspection)}/${action}`, { ...input, key: entry.id, at: iso(entry.at) })
  return { state: 'sent' }
}

export const sendInspectionEntry: Sender = async ({ entry }) => {
  const { inspection, client, kind, body } = entry.payload as EntryPayload
  await api.post(`${pathOf(inspection)}/entries`, { key: entry.id, client, at: iso(entry.at), kind, body })
  return { state: 'sent' }
}

/** First the hash, then the bytes from where they broke off. */
export const sendInspectionStill: Sender = async ({ entry, part, progress }) => {
  const { inspection, ...still } = entry.payload as StillPayload
  const bytes = await part('photo')
  if (!bytes) return { state: 'refused', refusals: [{ code: 'bytes-lost', detail: 'photo' }] }
  const told = await api.post<{ id: string; offset: number; kept: boolean }>(`${pathOf(inspection)}/stills`, { ...still, key: entry.id, at: iso(entry.at) })
  if (!told.kept) await sendPiecesTo(`${pathOf(inspection)}/stills/${told.id}`, bytes, told.offset, (there) => progress(there / bytes.byteLength))
  return { state: 'sent', answer: told.id }
}
