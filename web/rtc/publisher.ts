import { shallowRef } from 'vue'
import type { LineMode } from '../../domain/inspection.ts'
import type { IceServer, Peer } from '../../domain/signalling.ts'
import { Link, type LinkSignal } from './link.ts'
import { lineMode, THIN_BPS } from './lineMode.ts'
import { pictureOf } from './picture.ts'
import { SessionLine } from './sessionLine.ts'

/** A phone bears so many videos at once; who comes later gets small pictures. */
const MOST_VIDEOS = 4
const TICK_MS = 1_000
const PICTURE_EVERY_MS = 4_000
const RESTART_AFTER_MS = 3_000
const REBUILD_AFTER_MS = 10_000
const MOST_BPS = 1_200_000
const PICTURE_PX = 480

export interface PublisherParts {
  readonly inspection: string
  /** What is sent; tracks are swapped in place. */
  readonly stream: MediaStream
  /** Told at the first video that gets to somebody, and at each change. */
  readonly modeChanged: (mode: LineMode) => void
  /** Sound of whoever speaks to the inspector. */
  readonly heard: (peer: string, track: MediaStreamTrack) => void
  readonly gone: (peer: string) => void
}

/** The inspector's side: one connection to each who watches, and what to do where the line bears none. */
export class Publisher {
  readonly peers = shallowRef<readonly Peer[]>([])
  readonly mode = shallowRef<LineMode>('video')
  readonly live = shallowRef(false)
  readonly connected = shallowRef(0)
  /** Somebody lost the picture, and it is looked for over another way. */
  readonly mending = shallowRef(false)
  private readonly parts: PublisherParts
  private readonly line: SessionLine
  private readonly links = new Map<string, Link>()
  /** Those who lost the picture, until they have it again or are gone. */
  private readonly lost = new Set<string>()
  private readonly senders = new Map<string, RTCRtpSender>()
  private iceServers: readonly IceServer[] = []
  private timer: ReturnType<typeof setInterval> | undefined
  private since = Date.now()
  private unconnectedSince: number | null = null
  private thinSince: number | null = null
  private pictureFailedAt: number | null = null
  private pictureAt = 0
  private told: LineMode | null = null

  constructor(parts: PublisherParts) {
    this.parts = parts
    this.line = new SessionLine(parts.inspection, {
      joined: (iceServers) => {
        this.iceServers = iceServers
        this.live.value = true
      },
      lost: () => (this.live.value = false),
      refused: () => undefined,
      present: (peers) => this.meet(peers),
      signal: (from, data) => void this.links.get(from)?.receive(data as LinkSignal),
      frame: () => undefined,
    })
  }

  start(): void {
    this.line.start()
    this.timer = setInterval(() => void this.tick(), TICK_MS)
  }

  stop(): void {
    clearInterval(this.timer)
    this.line.stop()
    for (const peer of this.links.keys()) this.drop(peer)
  }

  /** What is sent now; a copy, so that pages see that it changed. */
  get stream(): MediaStream {
    return new MediaStream(this.parts.stream.getTracks())
  }

  /** Another camera: the connections stay. */
  async swapVideo(track: MediaStreamTrack): Promise<void> {
    for (const old of this.parts.stream.getVideoTracks()) this.parts.stream.removeTrack(old)
    this.parts.stream.addTrack(track)
    if (this.mode.value === 'video') await Promise.all([...this.senders.values()].map((sender) => sender.replaceTrack(track)))
  }

  private meet(peers: readonly Peer[]): void {
    this.peers.value = peers.filter((peer) => peer.peer !== this.line.peer)
    const watching = this.peers.value.filter((peer) => peer.party !== 'inspector').slice(0, MOST_VIDEOS)
    const wanted = new Set(watching.map((peer) => peer.peer))
    for (const peer of this.links.keys()) if (!wanted.has(peer)) this.drop(peer)
    for (const peer of this.lost) if (!wanted.has(peer)) this.lost.delete(peer)
    for (const { peer } of watching) if (!this.links.has(peer)) this.connect(peer)
  }

  private connect(peer: string): void {
    const link = new Link({
      id: crypto.randomUUID(), iceServers: this.iceServers, polite: false, send: (signal) => this.line.signal(peer, signal),
      track: (track) => this.parts.heard(peer, track), changed: () => undefined,
    })
    this.links.set(peer, link)
    for (const track of this.parts.stream.getTracks()) {
      const sender = link.add(track, this.parts.stream)
      if (track.kind === 'video') {
        this.senders.set(peer, sender)
        if (this.mode.value !== 'video') void sender.replaceTrack(null)
      }
    }
  }

  private drop(peer: string): void {
    this.links.get(peer)?.close()
    this.links.delete(peer)
    this.senders.delete(peer)
    this.parts.gone(peer)
  }

  private async tick(): Promise<void> {
    const now = Date.now()
    for (const [peer, link] of this.links) this.mend(peer, link, now)
    const connected = [...this.links.values()].filter((link) => link.isConnected).length
    this.connected.value = connected
    this.mending.value = this.lost.size > 0
    this.unconnectedSince = connected > 0 ? null : (this.unconnectedSince ?? now)
    const bitrate = await this.bitrate()
    if (this.mode.value === 'video') this.thinSince = bitrate !== null && bitrate < THIN_BPS ? (this.thinSince ?? now) : null
    const watchers = this.peers.value.filter((peer) => peer.party !== 'inspector').length
    const next = lineMode({
      now, live: this.line.isLive, watchers, connected, unconnectedSince: this.unconnectedSince, bitrate, thinSince: this.thinSince,
      pictureFailedAt: this.pictureFailedAt, mode: this.mode.value, since: this.since,
    })
    if (next !== this.mode.value) await this.change(next, now)
    if (next !== this.told && (next !== 'video' || connected > 0)) {
      this.told = next
      this.parts.modeChanged(next)
    }
    if (watchers > connected || next === 'stills') await this.sendPicture(now)
  }

  /** First another way for the same connection, then another connection; both only while we can tell the other side. */
  private mend(peer: string, link: Link, now: number): void {
    if (link.isConnected) {
      link.goodAt = now
      this.lost.delete(peer)
      return
    }
    if (now - link.goodAt > RESTART_AFTER_MS) this.lost.add(peer)
    if (!this.line.isLive) return
    if (now - link.goodAt > REBUILD_AFTER_MS) {
      this.drop(peer)
      this.connect(peer)
    } else if (now - link.goodAt > RESTART_AFTER_MS && !link.restarted) link.restart()
  }

  private async change(next: LineMode, now: number): Promise<void> {
    this.mode.value = next
    this.since = now
    const [track = null] = this.parts.stream.getVideoTracks()
    await Promise.all([...this.senders.values()].map((sender) => sender.replaceTrack(next === 'video' ? track : null)))
  }

  private async sendPicture(now: number): Promise<void> {
    if (this.mode.value === 'text' || !this.line.isLive || now - this.pictureAt < PICTURE_EVERY_MS) return
    this.pictureAt = now
    const [track] = this.parts.stream.getVideoTracks()
    const jpeg = track && (await pictureOf(track, PICTURE_PX, 0.5))
    if (jpeg && !(await this.line.frame(jpeg))) this.pictureFailedAt = Date.now()
  }

  /** The least that any of the connections bears. */
  private async bitrate(): Promise<number | null> {
    const rates: number[] = []
    for (const [peer, link] of this.links) {
      if (!link.isConnected) continue
      await capped(this.senders.get(peer))
      const report = await link.connection.getStats()
      for (const stats of report.values() as Iterable<{ type: string; nominated?: boolean; availableOutgoingBitrate?: number }>) {
        if (stats.type === 'candidate-pair' && stats.nominated && stats.availableOutgoingBitrate !== undefined) rates.push(stats.availableOutgoingBitrate)
      }
    }
    return rates.length > 0 ? Math.min(...rates) : null
  }
}

/** Several videos share one phone's line. */
async function capped(sender: RTCRtpSender | undefined): Promise<void> {
  const parameters = sender?.getParameters()
  const [encoding] = parameters?.encodings ?? []
  if (!sender || !parameters || !encoding || encoding.maxBitrate === MOST_BPS) return
  encoding.maxBitrate = MOST_BPS
  await sender.setParameters(parameters).catch(() => undefined)
}
