import { onScopeDispose, shallowRef, triggerRef, type ShallowRef } from 'vue'
import type { Alert } from '../../domain/alert.ts'
import type { LiveEvent } from '../../domain/live.ts'
import type { Order } from '../../domain/order.ts'
import type { Severity } from '../../domain/severity.ts'
import type { UnitPoints } from '../../domain/stats.ts'
import { api } from '../api/client.ts'
import type { AlertList, Vocabulary } from '../api/shapes.ts'
import { useResource, type Resource } from '../api/useResource.ts'
import { LiveClient, type Connection } from '../live/client.ts'
import { browserFrames, FrameBatch } from '../live/frames.ts'
import { openSocket } from '../live/socket.ts'
import { OrderMarks } from '../screen/orderMarks.ts'
import type { ReadingListener } from '../screen/useScreenFeed.ts'
import { WORST_FIRST } from '../severity/marks.ts'
import { AlertQueue } from './alertQueue.ts'

/** In a flood the page shows a new state this often; a lone alert is shown on the next frame. */
const REST_MS = 250
const PAGE = 500
/** What somebody sees first comes in a small page of its own. */
const FIRST_PAGE = 60
const MOST_SEVERE: Severity = 'critical'
const RETRY_MS = 1500

/** How far the listing of active alerts has come. */
export interface Listing {
  readonly state: 'first' | 'more' | 'done' | 'failed'
  readonly loaded: number
}

export interface DutyFeed {
  readonly queue: AlertQueue
  /** Triggered whenever the queue has changed. */
  readonly changed: ShallowRef<AlertQueue>
  readonly ordered: Readonly<ShallowRef<ReadonlySet<string>>>
  readonly listing: Readonly<ShallowRef<Listing>>
  readonly connection: Readonly<ShallowRef<Connection>>
  readonly vocabulary: Resource<Vocabulary>
  readonly units: Resource<UnitPoints>
  /** Takes in an alert that an action answered; shown on the next frame. */
  take(alert: Alert): void
  show(): void
  /** Alerts that are new by the live push; never those of a listing. */
  onArrival(listener: (alerts: readonly Alert[]) => void): void
  /** Every event about an alert or an order, also of ended ones. */
  onEvent(listener: (event: { alert: Alert } | { order: Order }) => void): void
  /** Follows the readings of one device, or of none; the former one is let go. */
  follow(deviceId: string | null, listener: ReadingListener): void
}

/** All active alerts, kept in step with the server until the page is left: the worst severity first, in pages. */
export function useDutyFeed(): DutyFeed {
  const queue = new AlertQueue()
  const marks = new OrderMarks()
  const changed = shallowRef(queue)
  const ordered = shallowRef(marks.alerts())
  const listing = shallowRef<Listing>({ state: 'first', loaded: 0 })
  const connection = shallowRef<Connection>({ state: 'connecting' })
  const vocabulary = useResource(() => api.get<Vocabulary>('/config/vocabulary'))
  const units = useResource(() => api.get<UnitPoints>('/map/units'), 3_600_000)
  const arrivals = new Set<(alerts: readonly Alert[]) => void>()
  const listeners = new Set<(event: { alert: Alert } | { order: Order }) => void>()
  let arrived: Alert[] = []
  let followed: { topic: string; listener: ReadingListener } | null = null
  let round = 0

  const show = (): void => {
    ordered.value = marks.alerts()
    triggerRef(changed)
    if (arrived.length === 0) return
    const news = arrived
    arrived = []
    for (const listener of arrivals) listener(news)
  }
  const batch = new FrameBatch(show, REST_MS, browserFrames)

  function apply(event: LiveEvent): void {
    if (event.topic === 'alerts') {
      const alert = event.data as Alert
      if (queue.take(alert)) arrived.push(alert)
      for (const listener of listeners) listener({ alert })
    } else if (event.topic === 'orders') {
      const order = event.data as Order
      marks.apply(order)
      for (const listener of listeners) listener({ order })
    } else if (followed && event.topic === followed.topic) return followed.listener(event.data)
    else return
    batch.request()
  }

  async function readPage(severity: Severity, limit: number, cursor?: string): Promise<AlertList> {
    const page = await api.get<AlertList>('/alerts', { state: 'open,acknowledged', severity, limit, cursor })
    for (const alert of page.items) queue.take(alert)
    return page
  }

  /** Asks for the first page and, once it has come, for all others; the severities side by side. */
  function begin(): Promise<AlertList> {
    const mine = ++round
    queue.beginListing()
    const first = readPage(MOST_SEVERE, FIRST_PAGE)
    const told = (): void => {
      if (mine !== round) return
      listing.value = { state: 'more', loaded: queue.size }
      batch.request()
    }
    const readOn = async (severity: Severity, from: AlertList | null): Promise<void> => {
      let page = from ?? (await readPage(severity, PAGE))
      for (told(); page.next !== null && mine === round; told()) page = await readPage(severity, PAGE, page.next)
    }
    // The kinds of units are a large answer and only refine the order: it comes after what is seen first.
    first.then((page) => {
      if (!units.data.value) void units.load().catch(() => null)
      return Promise.all(WORST_FIRST.map((severity) => readOn(severity, severity === MOST_SEVERE ? page : null)))
    }).then(() => mine === round && complete(), () => mine === round && fail(mine))
    return first
  }
  function complete(): void {
    queue.endListing()
    listing.value = { state: 'done', loaded: queue.size }
    show()
  }
  /** What was heard meanwhile stays; the listing begins again, and only its end lets anything go. */
  function fail(mine: number): void {
    listing.value = { state: 'failed', loaded: queue.size }
    browserFrames.later(RETRY_MS, () => {
      if (mine === round) void begin().catch(() => null)
    })
  }

  /** The first page decides from which cursor on events are heard; the others follow while they are. */
  async function snapshot(): Promise<string | undefined> {
    if (!vocabulary.data.value) void vocabulary.load().catch(() => null)
    const first = early ?? begin()
    early = null
    return (await first).asOf
  }

  const client = new LiveClient({
    socket: openSocket(),
    snapshot,
    apply,
    changed: (next) => (connection.value = next),
    now: () => Date.now(),
    later: (ms, run) => browserFrames.later(ms, run),
  }, ['alerts', 'orders'])
  // The first page need not wait for the live connection: what happens after it is asked for from its cursor on.
  let early: Promise<AlertList> | null = begin()
  client.start()
  void vocabulary.load().catch(() => null)
  onScopeDispose(() => {
    round += 1
    client.stop()
    batch.stop()
  })

  return {
    queue, changed, ordered, listing, connection, vocabulary, units, show,
    take: (alert) => void queue.take(alert),
    onArrival: (listener) => void arrivals.add(listener),
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
