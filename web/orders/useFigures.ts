import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { OrderState } from '../../domain/order.ts'
import type { FunnelStep } from '../../domain/order/funnel.ts'
import { api } from '../api/client.ts'
import { beijingDate } from '../format/time.ts'
import { toQuery, type OrderFilter } from './filter.ts'
import type { OrdersFeed } from './useOrdersFeed.ts'

export const PERIODS = ['week', 'month', 'year', 'all'] as const
export type Period = (typeof PERIODS)[number]

export interface Figures {
  readonly steps: readonly { readonly step: FunnelStep; readonly count: number }[]
  readonly states: Readonly<Record<OrderState, number>>
  readonly overdue: number
}

const DAY_MS = 86_400_000
/** What is late becomes so without an event. */
const AGAIN_MS = 30_000
const REST = { wait: 250, maxWait: 1500 }

/** When the period begins; the year is that of Beijing. */
export function beginOf(period: Period, now: number): string | undefined {
  if (period === 'all') return undefined
  if (period === 'year') return `${beijingDate(now).year}-01-01T00:00:00+08:00`
  return new Date(now - (period === 'week' ? 7 : 30) * DAY_MS).toISOString()
}

/** The figures of the orders that the filter leaves, kept in step with every change. */
export function useFigures(feed: OrdersFeed, filter: () => OrderFilter, period: () => Period): { figures: Readonly<ShallowRef<Figures | null>>; failed: Readonly<ShallowRef<boolean>> } {
  const figures = shallowRef<Figures | null>(null)
  const failed = shallowRef(false)
  let round = 0
  async function load(): Promise<void> {
    const mine = ++round
    try {
      const got = await api.get<Figures>('/orders/funnel', { ...toQuery(filter()), from: beginOf(period(), Date.now()) })
      if (mine !== round) return
      figures.value = got
      failed.value = false
    } catch {
      if (mine === round) failed.value = true
    }
  }
  const lookAgain = useDebounceFn(load, REST.wait, { maxWait: REST.maxWait })
  watch([() => JSON.stringify(toQuery(filter())), period], () => void load(), { immediate: true })
  watch(feed.changes, () => void lookAgain())
  const timer = setInterval(() => void load(), AGAIN_MS)
  onScopeDispose(() => {
    round += 1
    clearInterval(timer)
  })
  return { figures, failed }
}
