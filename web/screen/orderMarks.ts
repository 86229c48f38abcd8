import type { Order, OrderState } from '../../domain/order.ts'

/** Enough for all alerts that the page holds, and those about to come. */
const CAPACITY = 4000

const ENDED: ReadonlySet<OrderState> = new Set(['rejected', 'withdrawn'])

/**
 * Which alerts have an order, as the orders themselves tell it. The alert says so too, but with its own next change;
 * a drafted order must show at once. A withdrawn or rejected order marks nothing.
 */
export class OrderMarks {
  private readonly versions = new Map<string, number>()
  private marked: ReadonlySet<string> = new Set()

  /** A later version replaces an earlier one, an earlier one changes nothing. */
  apply(order: Pick<Order, 'id' | 'alertIds' | 'state' | 'version'>): void {
    const known = this.versions.get(order.id)
    if (known !== undefined && order.version <= known) return
    this.versions.delete(order.id)
    this.versions.set(order.id, order.version)
    this.forgetOldest()
    const stands = !ENDED.has(order.state)
    if (order.alertIds.every((id) => this.marked.has(id) === stands)) return
    const next = new Set(this.marked)
    for (const id of order.alertIds) {
      next.delete(id)
      if (stands) next.add(id)
    }
    for (const id of next) {
      if (next.size <= CAPACITY) break
      next.delete(id)
    }
    this.marked = next
  }

  /** Ids of alerts; another set whenever one has come or gone. */
  alerts(): ReadonlySet<string> {
    return this.marked
  }

  private forgetOldest(): void {
    const oldest = this.versions.keys().next().value
    if (this.versions.size > CAPACITY && oldest !== undefined) this.versions.delete(oldest)
  }
}
