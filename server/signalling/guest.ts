import type { Socket } from 'socket.io'
import { z } from 'zod'
import type { InspectionDossier, InspectionState } from '../../domain/inspection.ts'
import { isMember, partyOf } from '../../domain/inspection/transitions.ts'
import type { Frame, JoinAnswer, Peer, Presence, Signal } from '../../domain/signalling.ts'
import type { User } from '../../domain/user.ts'
import { findInspection } from '../../stores/postgres/inspections.ts'
import { presentIn, setGone, setPresent } from '../../stores/redis/presence.ts'
import type { Context } from '../context.ts'
import { iceServersFor } from './ice.ts'
import { noteComing } from './log.ts'
import { roomOf, type SignalRelay } from './relay.ts'

export type SignallingContext = Pick<Context, 'environment' | 'log' | 'db' | 'redis' | 'clock'>

const id = z.string().regex(/^[\w-]{1,64}$/)
const joinSchema = z.strictObject({ inspection: id, peer: z.string().regex(/^[\w-]{8,64}$/) })
const signalSchema = z.strictObject({ to: z.string().max(64), data: z.unknown() })
/** What fits into a message of ours, in base64. */
const frameSchema = z.strictObject({ jpeg: z.string().max(60_000).regex(/^\/9j\/[A-Za-z0-9+/=]+$/) })

/** States in which there is something to see. */
const OPEN = new Set<InspectionState>(['opened', 'accepted', 'checked_in', 'under_way', 'finished'])

/** One page in the live session of at most one inspection. Whoever is no member gets in nowhere and hears nothing. */
export class Guest {
  readonly #socket: Socket
  readonly #user: User
  readonly #context: SignallingContext
  readonly #relay: SignalRelay
  #joined: { readonly inspection: string; readonly peer: Peer } | null = null

  constructor(parts: { socket: Socket; user: User; context: SignallingContext; relay: SignalRelay }) {
    this.#socket = parts.socket
    this.#user = parts.user
    this.#context = parts.context
    this.#relay = parts.relay
  }

  start(): void {
    this.#socket.on('join', (wish: unknown, acknowledge: unknown) => {
      const answer = typeof acknowledge === 'function' ? (acknowledge as (answer: JoinAnswer) => void) : () => undefined
      this.#join(wish).then(answer, (error: unknown) => {
        this.#context.log.warn({ err: error }, 'a page could not join a session')
        answer({ error: 'unavailable' })
      })
    })
    this.#socket.on('signal', (message: unknown) => void this.#quietly(this.#signal(message)))
    this.#socket.on('frame', (message: unknown, acknowledge: unknown) => void this.#quietly(this.#frame(message).then(() => {
      if (typeof acknowledge === 'function') (acknowledge as () => void)()
    })))
    this.#socket.on('leave', () => void this.#quietly(this.leave()))
    this.#socket.on('disconnect', () => void this.#quietly(this.leave()))
  }

  /** Out of the session; everybody sees who is left. */
  async leave(): Promise<void> {
    const joined = this.#joined
    if (!joined) return
    this.#joined = null
    const { inspection, peer } = joined
    await this.#socket.leave(roomOf(inspection))
    await this.#socket.leave(roomOf(inspection, peer.peer))
    if (!(await setGone(this.#context.redis, inspection, peer.peer, this.#socket.id))) return
    await this.#announce(inspection)
    await noteComing(this.#context, inspection, this.#user, { kind: 'left', peer })
  }

  /** Keeps the page present, or sends it out where it has no right to be there any more. */
  async renew(): Promise<void> {
    if (!this.#joined) return
    const { inspection, peer } = this.#joined
    if (await this.#open(inspection)) await setPresent(this.#context.redis, inspection, peer, this.#socket.id, this.#context.clock())
    else {
      this.#socket.emit('over', { inspection })
      await this.leave()
    }
  }

  async #join(message: unknown): Promise<JoinAnswer> {
    const wish = joinSchema.safeParse(message)
    if (!wish.success) return { error: 'send {inspection, peer}' }
    const inspection = await this.#open(wish.data.inspection)
    // Whether there is such an inspection at all is none of a stranger's business.
    if (!inspection) return { error: 'not-a-member' }
    await this.leave()
    const { redis, clock, environment } = this.#context
    const peer: Peer = { peer: wish.data.peer, username: this.#user.username, name: this.#user.name, party: partyOf(inspection, this.#user) }
    const others = await presentIn(redis, inspection.id, clock())
    if (others.some((one) => one.peer === peer.peer && one.username !== peer.username)) return { error: 'peer-taken' }
    await noteComing(this.#context, inspection.id, this.#user, { kind: 'joined', peer })
    this.#joined = { inspection: inspection.id, peer }
    await this.#socket.join([roomOf(inspection.id), roomOf(inspection.id, peer.peer)])
    await setPresent(redis, inspection.id, peer, this.#socket.id, clock())
    const peers = await this.#announce(inspection.id)
    return { peers, iceServers: iceServersFor(environment, this.#user.username, clock()) }
  }

  async #open(id: string): Promise<InspectionDossier | null> {
    const inspection = await findInspection(this.#context.db, id)
    return inspection && OPEN.has(inspection.state) && isMember(inspection, this.#user) ? inspection : null
  }

  async #signal(message: unknown): Promise<void> {
    const wish = signalSchema.safeParse(message)
    if (!wish.success || !this.#joined) return
    const { inspection, peer } = this.#joined
    const data: Signal = { inspection, from: peer.peer, data: wish.data.data }
    await this.#relay.pass({ room: roomOf(inspection, wish.data.to), event: 'signal', data })
  }

  async #frame(message: unknown): Promise<void> {
    const wish = frameSchema.safeParse(message)
    if (!wish.success || this.#joined?.peer.party !== 'inspector') return
    const { inspection, peer } = this.#joined
    const data: Frame = { inspection, from: peer.peer, at: new Date(this.#context.clock()).toISOString(), jpeg: wish.data.jpeg }
    await this.#relay.pass({ room: roomOf(inspection), event: 'frame', data })
  }

  async #announce(inspection: string): Promise<Peer[]> {
    const peers = await presentIn(this.#context.redis, inspection, this.#context.clock())
    const data: Presence = { inspection, peers }
    await this.#relay.pass({ room: roomOf(inspection), event: 'presence', data })
    return peers
  }

  async #quietly(work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => this.#context.log.warn({ err: error }, 'a message of a session was not passed on'))
  }
}
