/** One thing a device says, and when. */
export interface Message {
  /** Event time, epoch milliseconds. */
  readonly at: number
  readonly subject: 'readings' | 'detections' | 'status'
  readonly body: Readonly<Record<string, unknown>>
}

/** What a device says, by time alone. */
export interface Source {
  /** The time of the next thing it says after a time. With `stride`, only each so many-th ordinary reading counts. */
  next(after: number, stride?: number): number
  /** What it says at a time that `next` gave; a device that was cut off keeps less of what is long over. */
  say(at: number, longOver?: boolean): Message | null
}

/** The next time after one that is a whole number of intervals from the phase. */
export function nextOnGrid(after: number, interval: number, phase: number): number {
  return Math.floor((after - phase) / interval) * interval + phase + interval
}
