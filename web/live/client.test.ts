import { beforeEach, describe, expect, it } from 'vitest'
import type { LiveEvent, Subscription, SubscriptionAnswer } from '../../domain/live.ts'
import { LiveClient, type Connection, type LiveSocket } from './client.ts'
import { earliest, isLater } from './cursor.ts'

/** A network of one socket: the test plays the server. */
class FakeSocket implements LiveSocket {
  connected = false
  active = true
  asked: Subscription[] = []
  answers: (SubscriptionAnswer | Error)[] = []
  private listeners = new Map<string, ((argument: never) => void)[]>()

  on(event: string, listener: (argument: never) => void): void {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener])
  }

  private fire(event: string, argument: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) listener(argument as never)
  }

  async subscribe(subscription: Subscription): Promise<SubscriptionAnswer> {
    this.asked.push(structuredClone(subscription))
    const answer = this.answers.shift() ?? { cursor: subscription.since ?? '0' }
    if (answer instanceof Error) throw answer
    return answer
  }

  left: string[] = []
  unsubscribe(topics: string[]): void {
    this.left.push(...topics)
  }

  connect(): void {
    this.connected = true
    this.fire('connect', undefined)
  }

  disconnect(): void {
    this.connected = false
  }

  drop(): void {
    this.connected = false
    this.fire('disconnect', 'transport close')
  }

  refuse(): void {
    this.active = false
    this.fire('connect_error', new Error('unauthorized'))
  }

  push(cursor: string | null, type = 'alert.opened'): void {
    this.fire('event', { cursor, topic: 'alerts', type, at: '', data: null } satisfies LiveEvent)
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('LiveClient', () => {
  let socket: FakeSocket
  let applied: (string | null)[]
  let states: Connection[]
  let snapshots: (string | Error)[]
  let taken: number
  let clock: number
  let pending: (() => void)[]
  let client: LiveClient

  beforeEach(() => {
    socket = new FakeSocket()
    applied = []
    states = []
    snapshots = ['100']
    taken = 0
    clock = 1000
    pending = []
    client = new LiveClient({
      socket,
      snapshot: async () => {
        taken += 1
        const next = snapshots.shift() ?? '100'
        if (next instanceof Error) throw next
        return next
      },
      apply: (event) => applied.push(event.cursor),
      changed: (connection) => states.push(connection),
      now: () => clock,
      later: (_ms, run) => {
        pending.push(run)
        return () => void pending.splice(pending.indexOf(run), 1)
      },
    }, ['alerts', 'stats'])
  })

  const start = async () => {
    client.start()
    await settled()
  }

  it('takes a snapshot first and subscribes from its cursor', async () => {
    await start()
    expect(taken).toBe(1)
    expect(socket.asked).toEqual([{ topics: ['alerts', 'stats'], since: '100' }])
    expect(states.at(-1)).toEqual({ state: 'live' })
  })

  it('applies each durable event once, whatever is sent again', async () => {
    await start()
    for (const cursor of ['101', '103', '103', '102', '104']) socket.push(cursor)
    expect(applied).toEqual(['101', '103', '104'])
  })

  it('always applies latest-value events, which carry no cursor', async () => {
    await start()
    socket.push(null, 'stats')
    socket.push(null, 'stats')
    expect(applied).toEqual([null, null])
  })

  it('resumes from the last cursor after an interruption and takes no second snapshot', async () => {
    await start()
    socket.push('107')
    clock = 5000
    socket.drop()
    expect(states.at(-1)).toEqual({ state: 'lost', since: 5000 })
    clock = 9000
    socket.connect()
    await settled()
    expect(socket.asked.at(-1)?.since).toBe('107')
    expect(taken).toBe(1)
    expect(states.at(-1)).toEqual({ state: 'live' })
  })

  it('puts what it missed before what came meanwhile, when both arrive ahead of the answer', async () => {
    await start()
    socket.drop()
    let answer: (value: SubscriptionAnswer) => void = () => {}
    socket.subscribe = () => new Promise((resolve) => { answer = resolve })
    socket.connect()
    for (const cursor of ['104', '101', '102']) socket.push(cursor)
    answer({ cursor: '104' })
    await settled()
    expect(applied).toEqual(['101', '102', '104'])
  })

  it('says since when it was first lost, however many tries fail', async () => {
    await start()
    clock = 5000
    socket.drop()
    clock = 8000
    socket.drop()
    expect(states.at(-1)).toEqual({ state: 'lost', since: 5000 })
  })

  it('takes a new snapshot when the answer to a resumption says reset', async () => {
    await start()
    snapshots = ['900']
    socket.drop()
    socket.answers = [{ cursor: '950', reset: true }, { cursor: '950' }]
    socket.connect()
    await settled()
    expect(taken).toBe(2)
    expect(socket.asked.at(-1)?.since).toBe('900')
    socket.push('899')
    socket.push('901')
    expect(applied).toEqual(['901'])
  })

  it('accepts a cursor that went backwards across a reset, as after a restored server', async () => {
    await start()
    socket.push('5000')
    snapshots = ['7']
    socket.push(null, 'reset')
    await settled()
    socket.push('8')
    expect(applied).toEqual(['5000', '8'])
  })

  it('holds events back while a snapshot is on its way and lets through only the later ones', async () => {
    let arrive: (cursor: string) => void = () => {}
    const slow = new LiveClient({
      socket,
      snapshot: () => new Promise((resolve) => { arrive = resolve }),
      apply: (event) => applied.push(event.cursor),
      changed: () => {},
      now: () => clock,
      later: () => () => {},
    }, ['alerts'])
    slow.start()
    socket.push('99')
    socket.push('101')
    expect(applied).toEqual([])
    arrive('100')
    await settled()
    expect(applied).toEqual(['101'])
  })

  it('tries again when the snapshot fails, and when the subscription is not answered', async () => {
    snapshots = [new Error('down'), '100']
    await start()
    expect(states.at(-1)).toEqual({ state: 'connecting' })
    socket.answers = [new Error('timeout')]
    pending.shift()?.()
    await settled()
    pending.shift()?.()
    await settled()
    expect(states.at(-1)).toEqual({ state: 'live' })
  })

  it('connects again by itself where the server turned it away', async () => {
    await start()
    socket.refuse()
    expect(states.at(-1)?.state).toBe('refused')
    socket.active = true
    pending.shift()?.()
    await settled()
    expect(states.at(-1)).toEqual({ state: 'live' })
  })

  it('follows another device and lets the former one go, without moving its place', async () => {
    await start()
    client.listen(['readings:d-1'])
    client.listen(['readings:d-2'])
    expect(socket.asked.slice(-2)).toEqual([{ topics: ['readings:d-1'] }, { topics: ['readings:d-2'] }])
    expect(socket.left).toEqual(['readings:d-1'])
  })

  it('follows the device again after an interruption, and stays live where that is refused', async () => {
    await start()
    client.listen(['readings:d-1'])
    socket.drop()
    socket.answers = [{ cursor: '100' }, { cursor: '100', error: 'no device "d-1"' }]
    socket.connect()
    await settled()
    expect(socket.asked.at(-1)).toEqual({ topics: ['readings:d-1'] })
    expect(states.at(-1)).toEqual({ state: 'live' })
    expect(pending).toEqual([])
  })

  it('is still after stop', async () => {
    await start()
    client.stop()
    const before = states.length
    socket.drop()
    expect(states.length).toBe(before)
    expect(pending).toEqual([])
  })
})

describe('cursors', () => {
  it('compare as numbers of any length', () => {
    expect(isLater('10', '9')).toBe(true)
    expect(isLater('9007199254740993', '9007199254740992')).toBe(true)
    expect(isLater('9', '9')).toBe(false)
    expect(earliest('30', '7', '12')).toBe('7')
  })
})
