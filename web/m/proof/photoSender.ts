import type { OrderPhoto } from '../../../domain/order.ts'
import type { Capture } from '../../../domain/proof/capture.ts'
import { api } from '../../api/client.ts'
import { sendPieces } from '../../api/pieces.ts'
import type { Sender } from '../outbox/entry.ts'

export interface PhotoPayload {
  readonly orderId: string
  readonly uploadId: string
  readonly capture: Capture
  /** Bytes of the photo and of the portrait; 0 for none. */
  readonly sizes: { readonly photo: number; readonly portrait: number }
}

/** The bytes, then what the phone says of them. The upload's id makes every repeat the same photo. */
export const sendPhoto: Sender = async ({ entry, part, progress }) => {
  const { uploadId, capture, sizes } = entry.payload as PhotoPayload
  const total = sizes.photo + sizes.portrait
  let before = 0
  for (const name of ['photo', 'portrait'] as const) {
    if (sizes[name] === 0) continue
    const bytes = await part(name)
    if (!bytes) return { state: 'refused', refusals: [{ code: 'bytes-lost', detail: name }] }
    await sendPieces(uploadId, name, bytes, (there) => progress((before + there) / total))
    before += sizes[name]
  }
  const photo = await api.post<OrderPhoto>(`/uploads/${encodeURIComponent(uploadId)}/complete`, capture)
  const refusals = photo.checks.flatMap(({ name, status, reason, figures }) => (status === 'fail' ? [{ code: `${name}.${reason}`, detail: '', ...(figures ? { figures } : {}) }] : []))
  return photo.holds ? { state: 'sent', answer: photo.id } : { state: 'refused', refusals, answer: photo.id }
}
