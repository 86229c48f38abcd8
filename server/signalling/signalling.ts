import type { Namespace } from 'socket.io'
import type { User } from '../../domain/user.ts'
import { Guest, type SignallingContext } from './guest.ts'
import { SignalRelay } from './relay.ts'

const RENEW_MS = 10_000

/** The live sessions of inspections: namespace /inspect, whose sockets are already known by their user. */
export class Signalling {
  readonly #namespace: Namespace
  readonly #context: SignallingContext
  readonly #relay: SignalRelay
  readonly #guests = new Set<Guest>()
  #timer: NodeJS.Timeout | undefined

  constructor(namespace: Namespace, context: SignallingContext) {
    this.#namespace = namespace
    this.#context = context
    this.#relay = new SignalRelay(namespace, context.redis)
  }

  async start(): Promise<void> {
    await this.#relay.start()
    this.#namespace.on('connection', (socket) => {
      const guest = new Guest({ socket, user: socket.data.user as User, context: this.#context, relay: this.#relay })
      this.#guests.add(guest)
      socket.on('disconnect', () => this.#guests.delete(guest))
      guest.start()
    })
    this.#timer = setInterval(() => {
      for (const guest of this.#guests) guest.renew().catch(() => undefined)
    }, RENEW_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#relay.stop()
  }
}
