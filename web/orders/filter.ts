import { ORDER_STATES, type OrderState } from '../../domain/order.ts'

/** What of the orders is shown. */
export interface OrderFilter {
  readonly states: readonly OrderState[]
  readonly district: string
  readonly overdue: boolean
  readonly mine: boolean
  readonly text: string
}

export const EVERY_ORDER: OrderFilter = { states: [], district: '', overdue: false, mine: false, text: '' }

/** States that people look for together, in the order of the loop. */
export const STATE_GROUPS = [
  { name: 'drafts', states: ['found', 'triaged'] },
  { name: 'out', states: ['assigned', 'accepted', 'in_progress', 'returned'] },
  { name: 'verify', states: ['submitted'] },
  { name: 'close', states: ['verified'] },
  { name: 'done', states: ['closed'] },
  { name: 'dropped', states: ['rejected', 'withdrawn'] },
] as const satisfies readonly { name: string; states: readonly OrderState[] }[]
export type StateGroup = (typeof STATE_GROUPS)[number]

export const isWhole = (filter: OrderFilter, group: StateGroup): boolean => group.states.every((state) => filter.states.includes(state))

/** Adds the group to what is shown, or takes it away. */
export function toggled(filter: OrderFilter, group: StateGroup): OrderFilter {
  const without = filter.states.filter((state) => !(group.states as readonly OrderState[]).includes(state))
  return { ...filter, states: isWhole(filter, group) ? without : ORDER_STATES.filter((state) => without.includes(state) || (group.states as readonly OrderState[]).includes(state)) }
}

type Query = Record<string, string>

/** The filter as it stands in the address and is sent; what narrows nothing is left out. */
export function toQuery({ states, district, overdue, mine, text }: OrderFilter): Query {
  return {
    ...(states.length > 0 ? { state: states.join(',') } : {}), ...(district === '' ? {} : { district }), ...(overdue ? { overdue: 'true' } : {}),
    ...(mine ? { mine: 'true' } : {}), ...(text.trim() === '' ? {} : { q: text.trim() }),
  }
}

/** Reads what somebody may have typed: what is unknown is as if it were not there. */
export function fromQuery(query: Readonly<Record<string, unknown>>): OrderFilter {
  const word = (name: string): string => (typeof query[name] === 'string' ? query[name] : '')
  const states = word('state').split(',')
  return {
    states: ORDER_STATES.filter((state) => states.includes(state)), district: /^\d{6}$/.test(word('district')) ? word('district') : '',
    overdue: word('overdue') === 'true', mine: word('mine') === 'true', text: word('q').slice(0, 100),
  }
}

export const sameFilter = (a: OrderFilter, b: OrderFilter): boolean => JSON.stringify(toQuery(a)) === JSON.stringify(toQuery(b))
