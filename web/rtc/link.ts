import type { IceServer } from '../../domain/signalling.ts'

/** What two pages tell each other. `link` names the connection: a new one replaces that of an older name. */
export interface LinkSignal {
  readonly link: string
  readonly description?: RTCSessionDescriptionInit | null
  readonly candidate?: RTCIceCandidateInit | null
}

export interface LinkParts {
  readonly id: string
  readonly iceServers: readonly IceServer[]
  /** Gives way where both speak at once. */
  readonly polite: boolean
  readonly send: (signal: LinkSignal) => void
  readonly track: (track: MediaStreamTrack) => void
  readonly changed: () => void
}

/** One connection between two pages, by the pattern browsers call perfect negotiation. */
export class Link {
  readonly connection: RTCPeerConnection
  private readonly parts: LinkParts
  private making = false
  private ignoring = false
  /** When it was last seen connected, or made; epoch milliseconds. */
  goodAt = Date.now()
  restarted = false

  constructor(parts: LinkParts) {
    this.parts = parts
    this.connection = new RTCPeerConnection({ iceServers: parts.iceServers.map((server) => ({ ...server, urls: [...server.urls] })) })
    this.connection.addEventListener('negotiationneeded', () => void this.offer())
    this.connection.addEventListener('icecandidate', ({ candidate }) => parts.send({ link: parts.id, candidate: candidate?.toJSON() ?? null }))
    this.connection.addEventListener('track', ({ track }) => parts.track(track))
    this.connection.addEventListener('connectionstatechange', () => {
      if (this.isConnected) this.restarted = false
      parts.changed()
    })
  }

  get id(): string {
    return this.parts.id
  }

  get isConnected(): boolean {
    return this.connection.connectionState === 'connected'
  }

  add(track: MediaStreamTrack, stream: MediaStream): RTCRtpSender {
    return this.connection.addTrack(track, stream)
  }

  async receive({ description, candidate }: LinkSignal): Promise<void> {
    const { connection, parts } = this
    try {
      if (description) {
        const collision = description.type === 'offer' && (this.making || connection.signalingState !== 'stable')
        this.ignoring = !parts.polite && collision
        if (this.ignoring) return
        await connection.setRemoteDescription(description)
        if (description.type !== 'offer') return
        await connection.setLocalDescription()
        parts.send({ link: parts.id, description: connection.localDescription?.toJSON() as RTCSessionDescriptionInit })
      } else if (candidate) await connection.addIceCandidate(candidate)
    } catch (error) {
      // What belongs to an offer we did not take is of no use; anything else shows in the connection's state.
      if (!this.ignoring) console.warn('a description could not be taken', error)
    }
  }

  /** Looks for another way to the other page, as after a changed network. */
  restart(): void {
    this.restarted = true
    this.connection.restartIce()
  }

  close(): void {
    this.connection.close()
  }

  private async offer(): Promise<void> {
    try {
      this.making = true
      await this.connection.setLocalDescription()
      this.parts.send({ link: this.parts.id, description: this.connection.localDescription?.toJSON() as RTCSessionDescriptionInit })
    } catch (error) {
      console.warn('no offer could be made', error)
    } finally {
      this.making = false
    }
  }
}
