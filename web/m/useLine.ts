import { computed, inject, onScopeDispose, provide, shallowRef, type ComputedRef, type InjectionKey, type ShallowRef } from 'vue'
import type { LiveEvent } from '../../domain/live.ts'
import { LiveClient, type Connection } from '../live/client.ts'
import { openSocket } from '../live/socket.ts'

const TOPICS = ['orders', 'inspections']

/** The phone's line to the server, one for all its pages. */
export interface Line {
  readonly connection: Readonly<ShallowRef<Connection>>
  readonly state: ComputedRef<Connection['state']>
  /** Hears of every durable event while the page is open. */
  onEvent(listener: (event: LiveEvent) => void): void
  /** Follows these latest-value topics beside, instead of those before. */
  listen(topics: string[]): void
  /** Called when the line is there again: what happened meanwhile is worth asking for. */
  onBack(listener: () => void): void
}

const KEY: InjectionKey<Line> = Symbol('line')

/** Opens the line; for the frame, or for a page of the desk that says what it follows. */
export function provideLine(topics: string[] = TOPICS): Line {
  const connection = shallowRef<Connection>({ state: 'connecting' })
  const listeners = new Set<(event: LiveEvent) => void>()
  const waiting = new Set<() => void>()
  const client = new LiveClient({
    socket: openSocket(),
    // Pages ask for what they show once the line stands; there is nothing to bring up to date before.
    snapshot: async () => undefined,
    apply: (event) => listeners.forEach((listener) => listener(event)),
    changed: (next) => {
      connection.value = next
      if (next.state === 'live') waiting.forEach((listener) => listener())
    },
    now: () => Date.now(),
    later: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  }, topics)
  client.start()
  onScopeDispose(() => client.stop())
  const hold = <T>(set: Set<T>, listener: T): void => {
    set.add(listener)
    onScopeDispose(() => set.delete(listener))
  }
  const line: Line = {
    connection,
    state: computed(() => connection.value.state),
    listen: (more) => client.listen(more),
    onEvent: (listener) => hold(listeners, listener),
    onBack: (listener) => hold(waiting, listener),
  }
  provide(KEY, line)
  return line
}

/** The line of the frame around the page. */
export function useLine(): Line {
  const line = inject(KEY)
  if (!line) throw new Error('there is no phone frame around this page')
  return line
}
