import { setTimeout as pause } from 'node:timers/promises'
import { Connections, type Identity } from './connections.ts'
import { linesOf } from './lines.ts'
import type { FeedOptions } from './options.ts'
import { Outbox } from './outbox.ts'
import type { Progress } from './progress.ts'
import { readRecording, type RecordedReading } from './recording.ts'
import type { Tally } from './tally.ts'

/** How long something may be due before we stop gathering company for it. Milliseconds. */
const SLACK_MS = 5

/** Replays the recording; returns when all is acknowledged, or given up for want of any answer. */
export async function replay(options: FeedOptions, tally: Tally, progress: Progress): Promise<void> {
  const shift = options.shiftToNow ? await shiftOf(options, Date.now()) : 0
  const connections = new Connections(options.mqtt)
  const outbox = new Outbox({ connections, tally, shift, identityOf: identitiesOf(options) })
  tally.lastAcknowledgedAt = Date.now()
  const watch = setInterval(() => {
    if (outbox.inFlight === 0) tally.lastAcknowledgedAt = Date.now()
    else if (Date.now() - tally.lastAcknowledgedAt > options.patience) void connections.stop(`no acknowledgement came for ${options.patience / 1000} s`)
  }, 250)
  try {
    await sendAll(options, tally, progress, outbox, () => connections.stopped)
    await outbox.drained()
  } finally {
    clearInterval(watch)
    await connections.stop()
  }
}

async function sendAll(options: FeedOptions, tally: Tally, progress: Progress, outbox: Outbox, stopped: () => boolean): Promise<void> {
  const pace = new Pace(options.speed)
  let [line, badLine] = [0, 0]
  for await (const parsed of readRecording(linesOf(options.file), options)) {
    if (stopped()) return
    if (parsed.line !== line) tally.lines += 1
    line = parsed.line
    if ('problem' in parsed) {
      if (line !== badLine) tally.badLines += 1
      badLine = line
      progress.badLine(line, parsed.problem)
      continue
    }
    const wait = pace.wait(parsed, Date.now())
    if (wait > SLACK_MS) {
      outbox.flush()
      await pause(pace.wait(parsed, Date.now()))
    }
    await outbox.add(parsed)
  }
  outbox.flush()
}

/** When each reading is due: as long after the first as it was recorded, divided by the speed. */
class Pace {
  readonly #speed: number
  #first: { ts: number; at: number } | null = null

  constructor(speed: number) {
    this.#speed = speed
  }

  /** Milliseconds until the reading is due; 0 where it is late, as one that steps back in time always is. */
  wait({ ts }: RecordedReading, now: number): number {
    this.#first ??= { ts, at: now }
    return Math.max(0, this.#first.at + (ts - this.#first.ts) / this.#speed - now)
  }
}

/** What is added to the recorded times so that no reading lies ahead of the moment it is sent. */
async function shiftOf(options: FeedOptions, now: number): Promise<number> {
  let [first, last] = [Infinity, -Infinity]
  for await (const parsed of readRecording(linesOf(options.file), options)) {
    if ('problem' in parsed) continue
    first = Math.min(first, parsed.ts)
    last = Math.max(last, parsed.ts)
  }
  if (last === -Infinity) return 0
  return options.speed < 1 ? now - first : Math.round(now + (last - first) / options.speed - last)
}

/** Whose credential speaks for a device, or why none does. */
function identitiesOf({ gateway, token, tokens }: FeedOptions): (device: string) => Identity | string {
  let only: string | null = null
  return (device) => {
    if (gateway !== undefined && token !== undefined) return { user: gateway, token }
    const own = tokens.get(device)
    if (own !== undefined) return { user: device, token: own }
    if (token === undefined) return `no token for ${device} in the file of tokens`
    only ??= device
    return only === device ? { user: device, token } : `the token is that of ${only}: name others with --tokens, or a gateway with --gateway`
  }
}

