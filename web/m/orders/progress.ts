import type { OrderPhoto } from '../../../domain/order.ts'
import { itemsWithoutProof, roundStart } from '../../../domain/order/guards.ts'
import type { OrderView } from '../../api/shapes.ts'
import type { Entry } from '../outbox/entry.ts'
import type { PhotoPayload } from '../proof/photoSender.ts'
import { UNIT_ACTIONS, type OrderActionPayload, type UnitAction } from './orderAction.ts'

/** One thing to put right, with what there is to prove it. */
export interface ItemProgress {
  readonly id: string
  readonly text: string
  readonly proven: boolean
  /** Photos of this round, newest first. */
  readonly photos: readonly OrderPhoto[]
  /** On their way, or not taken by the server. */
  readonly entries: readonly Entry[]
}

export interface OrderProgress {
  readonly items: readonly ItemProgress[]
  /** What the unit does next; null while it is the officer's turn or nothing is left. */
  readonly next: UnitAction | null
  /** The next step lies in the outbox. */
  readonly sending: Entry | null
  /** A step that the server refused, until it is dropped. */
  readonly refused: Entry | null
  /** How many items have neither a photo that holds nor one on its way. */
  readonly missing: number
  /** Why the officer sent it back, where that was the last word. */
  readonly returned: { readonly at: string; readonly reasons: string } | null
}

const ACTIONS = Object.keys(UNIT_ACTIONS) as UnitAction[]
/** Sent, but the order shown here is from before: the step is not offered again until the order has come anew. */
const isUnseen = ({ state, payload }: Entry, order: OrderView): boolean => state === 'sent' && (payload as OrderActionPayload).known >= order.timeline.length
const underWay = ({ state }: Entry): boolean => state === 'waiting' || state === 'sending'

/** How far the unit has come with its order, by what the server knows and what waits in the outbox. */
export function progressOf(order: OrderView, entries: readonly Entry[]): OrderProgress {
  const ours = entries.filter((entry) => entry.lane === `order:${order.id}`)
  const photos = ours.filter((entry) => entry.kind === 'photo' && entry.state !== 'sent')
  const steps = ours.filter((entry) => entry.kind === 'order-action')
  const since = roundStart(order)
  const bare = new Set(itemsWithoutProof({ order, photos: order.photos.map((photo) => ({ ...photo, at: Date.parse(photo.at) })) }))
  const items = order.items.map((item): ItemProgress => ({
    ...item,
    proven: !bare.has(item.id),
    photos: order.photos.filter((photo) => photo.item === item.id && Date.parse(photo.at) >= since).toReversed(),
    entries: photos.filter((entry) => (entry.payload as PhotoPayload).capture.item === item.id && !isKnown(entry, order)),
  }))
  const sending = steps.find((entry) => underWay(entry) || isUnseen(entry, order)) ?? null
  return {
    items, sending,
    refused: steps.findLast((entry) => entry.state === 'refused') ?? null,
    next: ACTIONS.find((action) => order.actions.includes(action) && (sending?.payload as OrderActionPayload | undefined)?.action !== action) ?? null,
    missing: items.filter((item) => !item.proven && !item.entries.some(underWay)).length,
    returned: order.state === 'returned' || order.state === 'in_progress' ? lastReturn(order) : null,
  }
}

/** The server shows the refused photo itself, with its checks. */
function isKnown(entry: Entry, order: OrderView): boolean {
  return entry.state === 'refused' && entry.answer !== null && order.photos.some((photo) => photo.id === entry.answer)
}

function lastReturn({ timeline }: OrderView): OrderProgress['returned'] {
  const last = timeline.findLast((entry) => entry.event === 'returned' || entry.event === 'submitted')
  return last?.event === 'returned' ? { at: last.at, reasons: last.note ?? '' } : null
}
