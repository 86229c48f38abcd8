import { sendInspectionAction, sendInspectionEntry, sendInspectionStill } from '../../inspect/senders.ts'
import { sendOrderAction } from '../orders/orderAction.ts'
import { sendPhoto } from '../proof/photoSender.ts'
import type { Sender } from './entry.ts'

/** Who brings which kind of entry to the server. A page that was closed finds its entries again by these names. */
export const SENDERS: Readonly<Record<string, Sender>> = {
  'order-action': sendOrderAction,
  photo: sendPhoto,
  'inspection-action': sendInspectionAction,
  'inspection-entry': sendInspectionEntry,
  'inspection-still': sendInspectionStill,
}
