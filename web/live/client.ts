import type { LiveEvent, Subscription, SubscriptionAnswer } from '../../domain/live.ts'
import { isLater } from './cursor.ts'

/** The little of Socket.IO that the client needs, so that tests can stand in for the network. */
export interface LiveSocket {
  readonly connected: boolean
  /** False once the server or its middleware turned us away: the library will then not try again by itself. */
  readonly active: boolean
  on(event: 'connect', listener: () => void): unknown
  on(event: 'disconnect', listener: (reason: string) => void): unknown
  on(event: 'connect_error', listener: (error: Error) => void): unknown
  on(event: 'event', listener: (event: LiveEvent) => void): unknown
  subscribe(subscription: Subscription): Promise<SubscriptionAnswer>
  unsubscribe(topics: string[]): void
  connect(): unknown
  disconnect(): unknown
}

export type Connection =
  | { state: 'connecting' }
  | { state: 'live' }
  | { state: 'lost'; since: number }
  | { state: 'refused'; since: number }

export interface LiveOptions {
  socket: LiveSocket
  /** Takes the snapshots and answers the cursor they are true at; called at the start and after each reset. */
  snapshot: () => Promise<string | undefined>
  /** Called with each event, in the order of the server, never while a snapshot is being taken. */
  apply: (event: LiveEvent) => void
  changed: (connection: Connection) => void
  /** Epoch milliseconds; an argument so that tests own the clock. */
  now: () => number
  /** Runs something later; answers how to call it off. */
  later: (ms: number, run: () => void) => () => void
}

const RETRY_MS = 1500

/**
 * Keeps a page in step with the server: snapshot, subscribe from its cursor, resume from the last
 * cursor after each interruption, and start over when the server says `reset`.
 * A durable event is applied once: its cursor must be later than the last one applied.
 */
export class LiveClient {
  private readonly options: LiveOptions
  private readonly topics: string[]
  private extras: string[] = []
  private cursor: string | undefined
  private held: LiveEvent[] | null = null
  private lostAt: number | null = null
  private stopped = true
  /** Counts snapshots, so that an overtaken one changes nothing. */
  private round = 0
  private cancelRetry: (() => void) | null = null

  constructor(options: LiveOptions, topics: string[]) {
    this.options = options
    this.topics = topics
  }

  start(): void {
    const { socket } = this.options
    this.stopped = false
    socket.on('connect', () => void this.resume())
    socket.on('disconnect', () => this.lose('lost'))
    socket.on('connect_error', () => this.lose(socket.active ? 'lost' : 'refused'))
    socket.on('event', (event) => this.receive(event))
    this.options.changed({ state: 'connecting' })
    socket.connect()
  }

  stop(): void {
    this.stopped = true
    this.round += 1
    this.cancelRetry?.()
    this.options.socket.disconnect()
  }

  /**
   * Changes the latest-value topics that we listen to beside the main ones. A refusal of these, for a device
   * that is gone, leaves the main ones as they are.
   */
  listen(extras: string[]): void {
    const dropped = this.extras.filter((topic) => !extras.includes(topic))
    const added = extras.filter((topic) => !this.extras.includes(topic))
    this.extras = extras
    if (!this.options.socket.connected) return
    if (dropped.length > 0) this.options.socket.unsubscribe(dropped)
    if (added.length > 0) void this.listenTo(added)
  }

  private async listenTo(topics: string[]): Promise<void> {
    await this.options.socket.subscribe({ topics }).catch(() => null)
  }

  /** Events are held until the answer, so that live ones cannot overtake what we missed. */
  private async resume(): Promise<void> {
    if (this.cursor === undefined) return this.startOver()
    const round = ++this.round
    this.held ??= []
    const answer = await this.subscribe(this.cursor)
    if (round !== this.round || !answer) return
    if (answer.reset) return this.startOver()
    this.release()
    this.settle(answer.cursor)
  }

  /** Holds events back, takes a snapshot, subscribes from it, then lets the held events through. */
  private async startOver(): Promise<void> {
    const round = ++this.round
    this.held = []
    const taken = await this.options.snapshot().then((cursor) => ({ cursor }), () => null)
    if (round !== this.round || this.stopped) return
    if (!taken) return this.retry(() => this.startOver())
    this.cursor = taken.cursor
    const answer = await this.subscribe(taken.cursor)
    if (round !== this.round || !answer) return
    // A reset right after a snapshot means that the server cannot go back even to now: its own cursor is the place.
    this.cursor = answer.reset ? answer.cursor : (this.cursor ?? answer.cursor)
    this.release()
    this.settle(answer.cursor)
  }

  private release(): void {
    const held = this.held ?? []
    this.held = null
    for (const event of held.filter((e) => e.cursor === null)) this.pass(event)
    const numbered = held.filter((e) => e.cursor !== null)
    numbered.sort((a, b) => (isLater(a.cursor ?? '', b.cursor ?? '') ? 1 : -1))
    for (const event of numbered) this.pass(event)
  }

  private async subscribe(since: string | undefined): Promise<SubscriptionAnswer | null> {
    const subscription: Subscription = since === undefined ? { topics: this.topics } : { topics: this.topics, since }
    const answer = await this.options.socket.subscribe(subscription).catch(() => null)
    if (answer && answer.error === undefined) return answer
    this.retry(() => this.resume())
    return null
  }

  private settle(cursor: string): void {
    if (this.cursor === undefined) this.cursor = cursor
    this.lostAt = null
    if (this.extras.length > 0) void this.listenTo(this.extras)
    this.options.changed({ state: 'live' })
  }

  private receive(event: LiveEvent): void {
    if (event.type === 'reset') return void this.startOver()
    if (this.held) this.held.push(event)
    else this.pass(event)
  }

  private pass(event: LiveEvent): void {
    if (event.cursor !== null) {
      if (this.cursor !== undefined && !isLater(event.cursor, this.cursor)) return
      this.cursor = event.cursor
    }
    this.options.apply(event)
  }

  /** The moment of the first loss is kept until we are live again, so that the page can say since when. */
  private lose(state: 'lost' | 'refused'): void {
    if (this.stopped) return
    this.lostAt ??= this.options.now()
    this.options.changed({ state, since: this.lostAt })
    if (!this.options.socket.active) this.retry(async () => void this.options.socket.connect())
  }

  private retry(run: () => Promise<void>): void {
    this.cancelRetry?.()
    this.cancelRetry = this.options.later(RETRY_MS, () => {
      if (!this.stopped) void run()
    })
  }
}
