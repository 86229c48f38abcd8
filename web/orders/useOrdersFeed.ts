import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { LiveEvent } from '../../domain/live.ts'
import type { Order } from '../../domain/order.ts'
import { api } from '../api/client.ts'
import type { OrderList, OrderView, Vocabulary } from '../api/shapes.ts'
import { useResource, type Resource } from '../api/useResource.ts'
import { LiveClient, type Connection } from '../live/client.ts'
import { browserFrames } from '../live/frames.ts'
import { openSocket } from '../live/socket.ts'
import type { ReadingListener } from '../screen/useScreenFeed.ts'
import { toQuery, type OrderFilter } from './filter.ts'

const PAGE = 60
const MOST = 500
const RETRY_MS = 2000
/** In a flood the list is asked for again this often; a lone change after a moment. */
const REST = { wait: 250, maxWait: 1500 }

export interface Listing {
  readonly state: 'loading' | 'ready' | 'failed'
  readonly items: readonly OrderView[]
  readonly more: boolean
}

export interface OrdersFeed {
  readonly listing: Readonly<ShallowRef<Listing>>
  readonly connection: Readonly<ShallowRef<Connection>>
  readonly vocabulary: Resource<Vocabulary>
  /** Grows with every order that changed, for figures that count them. */
  readonly changes: Readonly<ShallowRef<number>>
  more(): void
  reload(): void
  onEvent(listener: (order: Order) => void): void
  /** Follows the readings of one device, or of none; the former one is let go. */
  follow(deviceId: string | null, listener: ReadingListener): void
}

/** The orders that the filter leaves, newest first, asked for anew whenever one has changed. */
export function useOrdersFeed(filter: () => OrderFilter): OrdersFeed {
  const listing = shallowRef<Listing>({ state: 'loading', items: [], more: false })
  const connection = shallowRef<Connection>({ state: 'connecting' })
  const changes = shallowRef(0)
  const vocabulary = useResource(() => api.get<Vocabulary>('/config/vocabulary'))
  const listeners = new Set<(order: Order) => void>()
  let followed: { topic: string; listener: ReadingListener } | null = null
  let wanted = PAGE
  let round = 0
  let retry: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<string> {
    const mine = ++round
    clearTimeout(retry)
    try {
      const { items, next, asOf } = await api.get<OrderList>('/orders', { ...toQuery(filter()), limit: wanted })
      if (mine === round) listing.value = { state: 'ready', items, more: next !== null && wanted < MOST }
      return asOf
    } catch (problem) {
      if (mine === round) {
        listing.value = { ...listing.value, state: 'failed' }
        retry = setTimeout(() => void load().catch(() => null), RETRY_MS)
      }
      throw problem
    }
  }
  const lookAgain = useDebounceFn(() => load().catch(() => null), REST.wait, { maxWait: REST.maxWait })

  function apply(event: LiveEvent): void {
    if (followed && event.topic === followed.topic) return followed.listener(event.data)
    if (event.topic !== 'orders') return
    const order = event.data as Order
    // What is in view changes at once; whether it still belongs here, and what can be done, the answer tells.
    const { items } = listing.value
    if (items.some(({ id, version }) => id === order.id && version < order.version)) {
      listing.value = { ...listing.value, items: items.map((item) => (item.id === order.id ? { ...order, actions: item.actions } : item)) }
    }
    changes.value += 1
    for (const listener of listeners) listener(order)
    void lookAgain()
  }

  watch(() => JSON.stringify(toQuery(filter())), () => {
    wanted = PAGE
    listing.value = { state: 'loading', items: [], more: false }
    void load().catch(() => null)
  })
  const client = new LiveClient({
    socket: openSocket(), snapshot: load, apply, changed: (next) => (connection.value = next), now: () => Date.now(), later: (ms, run) => browserFrames.later(ms, run),
  }, ['orders'])
  client.start()
  void vocabulary.load().catch(() => null)
  onScopeDispose(() => {
    round += 1
    clearTimeout(retry)
    client.stop()
  })
  return {
    listing, connection, vocabulary, changes,
    more: () => {
      wanted = Math.min(MOST, wanted + 2 * PAGE)
      void load().catch(() => null)
    },
    reload: () => void load().catch(() => null),
    onEvent: (listener) => {
      listeners.add(listener)
      onScopeDispose(() => listeners.delete(listener))
    },
    follow: (deviceId, listener) => {
      followed = deviceId === null ? null : { topic: `readings:${deviceId}`, listener }
      client.listen(followed ? [followed.topic] : [])
    },
  }
}
