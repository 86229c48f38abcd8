import { io } from 'socket.io-client'
import type { LiveEvent, Subscription, SubscriptionAnswer } from '../../domain/live.ts'
import type { LiveSocket } from './client.ts'

const ANSWER_MS = 5000

/** The real connection: namespace /live, session cookie, quick and endless retries. */
export function openSocket(): LiveSocket {
  const socket = io('/live', {
    path: '/socket.io',
    autoConnect: false,
    transports: ['websocket', 'polling'],
    withCredentials: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 2000,
    timeout: 4000,
  })
  return {
    get connected() {
      return socket.connected
    },
    get active() {
      return socket.active
    },
    on: (event: string, listener: (argument: never) => void) => socket.on(event as 'event', listener as (event: LiveEvent) => void),
    subscribe: (subscription: Subscription) => socket.timeout(ANSWER_MS).emitWithAck('subscribe', subscription) as Promise<SubscriptionAnswer>,
    unsubscribe: (topics: string[]) => void socket.emit('unsubscribe', { topics }),
    connect: () => socket.connect(),
    disconnect: () => socket.disconnect(),
  }
}
