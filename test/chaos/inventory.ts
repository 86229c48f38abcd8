import type { Alert } from '../../domain/alert.ts'
import type { Order } from '../../domain/order.ts'
import { Administrator } from '../integration/administrator.ts'
import type { DeviceLedger } from '../ledger/ledger.ts'
import { STEP_MS } from '../ledger/plan.ts'

const PAGE = 500
const POINTS = 1_000

/** Reads all that the system says, page by page, by its public API. */
export class Inventory {
  readonly #admin: Administrator

  constructor(admin: Administrator) {
    this.#admin = admin
  }

  /** Alerts of rules that stand; those about devices themselves (silence) follow our clock and are no part of any plan. */
  async alerts(): Promise<Alert[]> {
    return (await this.all<Alert>('alerts')).filter(({ type, state }) => type === null && state !== 'withdrawn')
  }

  async orders(): Promise<Order[]> {
    return (await this.all<Order>('orders')).filter(({ state }) => state !== 'withdrawn')
  }

  async all<T>(list: string): Promise<T[]> {
    const items: T[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: T[]; next: string | null } = await this.#admin.get(`${list}?limit=${PAGE}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)
      items.push(...page.items)
      cursor = page.next
    }
    return items
  }

  /** History of a planned device, one bucket a reading. */
  async history({ device, sent }: DeviceLedger): Promise<{ t: string; last: number; count: number }[]> {
    const first = sent[0]?.ts
    const last = sent.at(-1)?.ts
    if (first === undefined || last === undefined) return []
    const buckets: { t: string; last: number; count: number }[] = []
    for (let from = first; from <= last; from += POINTS * STEP_MS) {
      const page = await this.#admin.get<{ buckets: typeof buckets }>(`readings?device=${device}&metric=temperature&from=${from}&to=${from + POINTS * STEP_MS}&points=${POINTS}`)
      buckets.push(...page.buckets)
    }
    return buckets
  }
}
