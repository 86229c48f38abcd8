import { io, type Socket } from 'socket.io-client'
import type { Alert } from '../../domain/alert.ts'
import type { LiveEvent, SubscriptionAnswer } from '../../domain/live.ts'

/** A live subscriber that resumes from its last cursor whenever its connection breaks, as the wall does. */
export class Listener {
  /** Each alert as it was last heard of. */
  readonly heard = new Map<string, Alert>()
  /** What must not happen: a cursor that does not grow, a version that goes back. */
  readonly faults: string[] = []
  resumes = 0
  resets = 0
  events = 0
  readonly #socket: Socket
  readonly #snapshot: () => Promise<readonly Alert[]>
  #cursor: string | undefined
  #resetting: Promise<void> = Promise.resolve()

  /** `snapshot` lists all alerts: what a client does that was told `reset`. */
  constructor(url: string, token: string, snapshot: () => Promise<readonly Alert[]>) {
    this.#snapshot = snapshot
    this.#socket = io(`${url}/live`, { auth: { token }, transports: ['websocket'], autoConnect: false, reconnectionDelay: 200, reconnectionDelayMax: 500 })
  }

  /** Resolves once it follows. */
  start(): Promise<void> {
    this.#socket.on('event', (event: LiveEvent) => this.#take(event))
    return new Promise((resolve) => {
      this.#socket.on('connect', () => void this.#subscribe().then(resolve, () => this.#again()))
      // A refusal by the server's own middleware (its stores are away) is not tried again by the client itself.
      this.#socket.on('connect_error', () => { if (!this.#socket.active) setTimeout(() => this.#socket.connect(), 300) })
      this.#socket.on('disconnect', () => { if (!this.#socket.active) this.#socket.connect() })
      this.#socket.connect()
    })
  }

  async stop(): Promise<void> {
    this.#socket.disconnect()
    await this.#resetting
  }

  async #subscribe(): Promise<void> {
    const since = this.#cursor
    const answer = (await this.#socket.timeout(5_000).emitWithAck('subscribe', { topics: ['alerts', 'orders'], ...(since === undefined ? {} : { since }) })) as SubscriptionAnswer
    if (answer.error !== undefined) throw new Error(answer.error)
    if (since !== undefined) this.resumes += 1
    this.#cursor ??= answer.cursor
  }

  #again(): void {
    setTimeout(() => { if (this.#socket.connected) this.#subscribe().catch(() => this.#again()) }, 300)
  }

  #take(event: LiveEvent): void {
    this.events += 1
    if (event.type === 'reset') return this.#reset(event)
    if (event.cursor === null) return
    if (this.#cursor !== undefined && Number(event.cursor) <= Number(this.#cursor)) this.faults.push(`cursor ${event.cursor} came after ${this.#cursor}`)
    this.#cursor = event.cursor
    if (event.topic === 'alerts') this.#keep(event.data as Alert)
  }

  #keep(alert: Alert): void {
    const before = this.heard.get(alert.id)
    if (before && before.version > alert.version) this.faults.push(`alert ${alert.id}: version ${alert.version} came after ${before.version}`)
    this.heard.set(alert.id, alert)
  }

  #reset(event: LiveEvent): void {
    this.resets += 1
    this.#cursor = event.cursor ?? this.#cursor
    this.#resetting = this.#resetting.then(async () => {
      for (const alert of await this.#snapshot()) {
        const before = this.heard.get(alert.id)
        if (!before || before.version < alert.version) this.heard.set(alert.id, alert)
      }
    }).catch(() => this.#reset(event))
  }
}
