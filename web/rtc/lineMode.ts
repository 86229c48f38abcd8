import type { LineMode } from '../../domain/inspection.ts'

/** What the phone knows of its line. Times are epoch milliseconds. */
export interface LineFacts {
  readonly now: number
  /** Whether the session itself is reached. */
  readonly live: boolean
  readonly watchers: number
  /** How many of them have a connection that stands. */
  readonly connected: number
  /** Since when nobody who watches has had one; null while somebody has. */
  readonly unconnectedSince: number | null
  /** Bits per second that the line is thought to bear; null where the browser does not say. */
  readonly bitrate: number | null
  readonly thinSince: number | null
  /** When a small picture last failed to get through. */
  readonly pictureFailedAt: number | null
  readonly mode: LineMode
  /** Since when it has been in this mode. */
  readonly since: number
}

/** Less than this shows nobody anything: sound comes first. */
export const THIN_BPS = 60_000
const PATIENCE_MS = 6_000
/** Video is not tried again at once, nor pictures. */
const REST_MS = 20_000

/**
 * What to send: video while somebody gets it and the line bears it, else small pictures through the server, and where
 * not even those get through, words alone. After a rest the better one is tried again. Video needs no server: what goes
 * straight to who watches goes on where the session is out of reach.
 */
export function lineMode(facts: LineFacts): LineMode {
  const { now, live, watchers, connected, unconnectedSince, thinSince, pictureFailedAt, mode, since } = facts
  if (!live) return unreached(facts)
  const rested = now - since >= REST_MS
  const picturesFail = pictureFailedAt !== null && now - pictureFailedAt < REST_MS
  if (mode === 'text') return picturesFail ? 'text' : connected > 0 ? 'video' : 'stills'
  if (mode === 'stills') {
    if (picturesFail) return 'text'
    // A line that was too thin for video is given a rest; one that has only now come about is used at once.
    return connected > 0 && (thinSince === null || rested) ? 'video' : 'stills'
  }
  if (watchers === 0) return 'video'
  const thin = thinSince !== null && now - thinSince >= PATIENCE_MS && now - since >= PATIENCE_MS
  const cut = unconnectedSince !== null && now - unconnectedSince >= PATIENCE_MS
  return thin || cut ? 'stills' : 'video'
}

/** The server is out of reach, and with it pictures: video that still gets to somebody, after some patience words alone. */
function unreached({ now, connected, unconnectedSince, mode }: LineFacts): LineMode {
  if (mode !== 'video') return 'text'
  return connected > 0 || (unconnectedSince !== null && now - unconnectedSince < PATIENCE_MS) ? 'video' : 'text'
}
