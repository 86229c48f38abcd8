import type { InspectionParty } from './inspection/transitions.ts'

/** A page that takes part in the live session of an inspection. */
export interface Peer {
  /** Made by the page; the same after it has lost its line and come back. */
  readonly peer: string
  readonly username: string
  readonly name: string
  readonly party: InspectionParty
}

/** What a client sends as `join` on namespace /inspect. */
export interface JoinWish {
  readonly inspection: string
  readonly peer: string
}

/** As browsers take it. */
export interface IceServer {
  readonly urls: readonly string[]
  readonly username?: string
  readonly credential?: string
}

export type JoinAnswer = { readonly peers: readonly Peer[]; readonly iceServers: readonly IceServer[] } | { readonly error: string }

/** What pages tell each other to reach each other: descriptions and candidates, in the browser's own form. */
export interface Signal {
  readonly inspection: string
  readonly from: string
  readonly data: unknown
}

/** A small picture of what the camera sees, where the line carries no video. */
export interface Frame {
  readonly inspection: string
  readonly from: string
  readonly at: string
  /** JPEG in base64. */
  readonly jpeg: string
}

/** Everybody who is in the session now. */
export interface Presence {
  readonly inspection: string
  readonly peers: readonly Peer[]
}
