import type { Alert } from '../../domain/alert.ts'
import type { Order } from '../../domain/order.ts'
import type { NoticeTexts } from '../../domain/order/notice.ts'
import type { Office } from '../../domain/order/number.ts'
import type { Unit } from '../../domain/unit.ts'

export const NOTICE = '责令改正通知书'

/** All that a notice is printed from. */
export interface NoticeCase {
  readonly order: Order
  readonly unit: Unit
  readonly office: Office
  /** The alerts that the order goes on, withdrawn and dismissed ones left out. */
  readonly alerts: readonly Alert[]
  readonly texts: NoticeTexts
}
