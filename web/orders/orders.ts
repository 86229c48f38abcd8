import { inject, provide, type ComputedRef, type InjectionKey, type ShallowRef } from 'vue'
import type { Wordbook } from '../screen/alertText.ts'
import type { OrdersFeed } from './useOrdersFeed.ts'

/** What every part of the page needs. */
export interface Orders {
  readonly feed: OrdersFeed
  readonly words: ComputedRef<Wordbook>
  readonly now: Readonly<ShallowRef<number>>
  districtName(code: string | null): string
}

const KEY: InjectionKey<Orders> = Symbol('orders')

export const provideOrders = (orders: Orders): void => provide(KEY, orders)

export function useOrders(): Orders {
  const orders = inject(KEY)
  if (!orders) throw new Error('this part stands outside the page of orders')
  return orders
}
