import { shallowRef } from 'vue'
import type { Frame, IceServer, Peer } from '../../domain/signalling.ts'
import { Link, type LinkSignal } from './link.ts'
import { SessionLine } from './sessionLine.ts'

export type Reach = 'connecting' | 'live' | 'lost' | 'refused'

/** The side of whoever watches and guides: takes the inspector's picture and sound, and speaks where it has a microphone. */
export class Watcher {
  readonly peers = shallowRef<readonly Peer[]>([])
  readonly reach = shallowRef<Reach>('connecting')
  /** What comes from the inspector; a new one for each connection. */
  readonly stream = shallowRef<MediaStream | null>(null)
  readonly connected = shallowRef(false)
  /** The picture was there and is lost; it is looked for over another way. */
  readonly mending = shallowRef(false)
  readonly frame = shallowRef<Frame | null>(null)
  readonly speaking = shallowRef(false)
  private readonly line: SessionLine
  private iceServers: readonly IceServer[] = []
  private link: { readonly peer: string; readonly link: Link } | null = null
  private microphone: MediaStream | null = null

  constructor(inspection: string) {
    this.line = new SessionLine(inspection, {
      joined: (iceServers) => {
        this.iceServers = iceServers
        this.reach.value = 'live'
      },
      lost: () => (this.reach.value = 'lost'),
      refused: () => (this.reach.value = 'refused'),
      present: (peers) => this.meet(peers),
      signal: (from, data) => this.receive(from, data as LinkSignal),
      frame: (frame) => (this.frame.value = frame),
    })
  }

  get self(): string {
    return this.line.peer
  }

  start(): void {
    this.line.start()
  }

  stop(): void {
    this.line.stop()
    this.close()
    for (const track of this.microphone?.getTracks() ?? []) track.stop()
  }

  /** Opens the microphone the first time; later it is only muted and opened. */
  async speak(on: boolean): Promise<void> {
    if (on && !this.microphone) {
      this.microphone = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } })
      const [track] = this.microphone.getAudioTracks()
      if (track && this.link) this.link.link.add(track, this.microphone)
    }
    for (const track of this.microphone?.getAudioTracks() ?? []) track.enabled = on
    this.speaking.value = on
  }

  private meet(peers: readonly Peer[]): void {
    this.peers.value = peers
    if (!this.link || peers.some((peer) => peer.peer === this.link?.peer)) return
    this.close()
    this.mending.value = false
  }

  /** An offer under a new name is a new connection, which takes the place of the old. */
  private receive(from: string, signal: LinkSignal): void {
    const known = this.link?.link.id === signal.link
    if (!known && !signal.description) return
    if (!known) this.open(from, signal.link)
    void this.link?.link.receive(signal)
  }

  private open(peer: string, id: string): void {
    this.close()
    const stream = new MediaStream()
    const link = new Link({
      id, iceServers: this.iceServers, polite: true, send: (signal) => this.line.signal(peer, signal),
      track: (track) => {
        stream.addTrack(track)
        this.stream.value = stream
      },
      changed: () => {
        if (this.link?.link !== link) return
        const before = this.connected.value
        this.connected.value = link.isConnected
        if (link.isConnected || before) this.mending.value = !link.isConnected
      },
    })
    this.link = { peer, link }
    const [track] = this.microphone?.getAudioTracks() ?? []
    if (track && this.microphone) link.add(track, this.microphone)
  }

  private close(): void {
    this.link?.link.close()
    this.link = null
    this.stream.value = null
    this.connected.value = false
  }
}
