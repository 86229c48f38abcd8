import { isKind, type Entry } from './entry.ts'

/** Whether the live session may be recorded: the commander asks, the inspector answers, either may end it. */
export type RecordingState = 'off' | 'asked' | 'refused' | 'allowed'

export interface RecordingLeave {
  readonly state: RecordingState
  /** Key of the entry that asked; null where nobody did. */
  readonly ask: string | null
}

/** How it stands by the log, in the order of arrival: nothing is recorded on the word of a clock. */
export function recordingLeave(entries: readonly Entry[]): RecordingLeave {
  return entries.reduce<RecordingLeave>((now, entry) => {
    if (entry.kind === 'record') return entry.body.what === 'ask' ? { state: 'asked', ask: entry.key } : { state: 'off', ask: null }
    if (entry.kind === 'consent' && entry.body.ask === now.ask) return { state: entry.body.given ? 'allowed' : 'refused', ask: now.ask }
    return now
  }, { state: 'off', ask: null })
}

/** A recording that is kept, in the order they were made. */
export interface KeptRecording {
  readonly id: string
  readonly sha256: string
  /** Bytes. */
  readonly size: number
  /** ISO 8601 UTC. */
  readonly from: string
  readonly to: string
}

export function recordingsOf(entries: readonly Entry[]): KeptRecording[] {
  return entries.filter(isKind('recording-kept')).map(({ body }) => ({ id: body.recording, sha256: body.sha256, size: body.size, from: body.from, to: body.to }))
}
