import { io, type Socket } from 'socket.io-client'
import type { Frame, IceServer, JoinAnswer, Peer, Presence, Signal } from '../../domain/signalling.ts'

const ANSWER_MS = 8_000
const AGAIN_MS = 2_000

/** What a page hears of the session. */
export interface SessionListener {
  /** In the session, for the first time or again; with the servers through which media may go. */
  joined(iceServers: readonly IceServer[]): void
  lost(): void
  /** The session takes us no more: it is over, or we are no member. */
  refused(reason: string): void
  present(peers: readonly Peer[]): void
  signal(from: string, data: unknown): void
  frame(frame: Frame): void
}

/** A page's line into the live session of one inspection; comes back by itself under the same name. */
export class SessionLine {
  readonly peer = crypto.randomUUID()
  private readonly inspection: string
  private readonly listener: SessionListener
  private readonly socket: Socket
  private again: ReturnType<typeof setTimeout> | undefined
  private live = false

  constructor(inspection: string, listener: SessionListener) {
    this.inspection = inspection
    this.listener = listener
    this.socket = io('/inspect', { path: '/socket.io', autoConnect: false, transports: ['websocket', 'polling'], withCredentials: true, reconnectionDelay: 300, reconnectionDelayMax: 2_000, timeout: 4_000 })
  }

  get isLive(): boolean {
    return this.live
  }

  start(): void {
    this.socket.on('connect', () => void this.join())
    this.socket.on('disconnect', () => this.fall())
    this.socket.on('presence', ({ peers }: Presence) => this.listener.present(peers))
    this.socket.on('signal', ({ from, data }: Signal) => this.listener.signal(from, data))
    this.socket.on('frame', (frame: Frame) => this.listener.frame(frame))
    this.socket.on('over', () => this.listener.refused('over'))
    this.socket.connect()
  }

  stop(): void {
    clearTimeout(this.again)
    this.socket.emit('leave')
    this.socket.disconnect()
  }

  signal(to: string, data: unknown): void {
    this.socket.emit('signal', { to, data })
  }

  /** Sends a small picture; false where it did not get through in good time. */
  async frame(jpeg: string): Promise<boolean> {
    if (!this.live) return false
    return this.socket.timeout(ANSWER_MS).emitWithAck('frame', { jpeg }).then(() => true, () => false)
  }

  private async join(): Promise<void> {
    const answer = await this.socket.timeout(ANSWER_MS).emitWithAck('join', { inspection: this.inspection, peer: this.peer }).catch(() => null) as JoinAnswer | null
    if (answer && 'peers' in answer) {
      this.live = true
      this.listener.joined(answer.iceServers)
      return this.listener.present(answer.peers)
    }
    if (answer?.error === 'not-a-member') this.listener.refused('not-a-member')
    // The inspection may open the session to us a moment later.
    clearTimeout(this.again)
    if (this.socket.connected) this.again = setTimeout(() => void this.join(), AGAIN_MS)
  }

  private fall(): void {
    if (this.live) this.listener.lost()
    this.live = false
  }
}
