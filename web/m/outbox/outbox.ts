import { ApiProblem } from '../../api/problem.ts'
import type { Entry, NewEntry, Outcome, OutboxStore, Parts, Refusal, Sender } from './entry.ts'

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 60_000
/** How long what was sent stays in the list. */
const SHOWN_MS = 24 * 3_600_000
/** Answers that say nothing about what was sent: the same may be taken a moment later. */
const PASSING = new Set([0, 408, 425, 429])

export interface OutboxParts {
  readonly store: OutboxStore
  readonly senders: Readonly<Record<string, Sender>>
  /** User name of who is signed in; null while nobody is known to be. */
  readonly user: () => string | null
  /** Runs the pass where no other page of this browser is at it. */
  readonly alone: (pass: () => Promise<void>) => Promise<void>
  readonly now: () => number
  readonly makeId: () => string
  /** Runs something later; answers how to call it off. */
  readonly later: (ms: number, run: () => void) => () => void
  /** Called with all entries after each change. */
  readonly changed: (entries: readonly Entry[]) => void
  /** Called when what is kept was changed here, for the other pages to read it anew. */
  readonly written: () => void
  /** The server does not know us any more. */
  readonly signedOut: () => void
}

/**
 * Sends what people did, in the order they did it, as soon as the line allows. Entries live in the store, so they
 * survive a closed page. Any number of pages may hold an outbox on one store: one of them sends.
 */
export class Outbox {
  private readonly parts: OutboxParts
  private entries: readonly Entry[] = []
  private running: Promise<void> | null = null
  private again = false
  private failures = 0
  private callOff: (() => void) | null = null

  constructor(parts: OutboxParts) {
    this.parts = parts
  }

  /** Keeps an entry; it is safe once this resolves. */
  async add(entry: NewEntry, parts: Parts = {}): Promise<Entry> {
    const kept = await this.parts.store.add({ ...entry, id: this.parts.makeId(), state: 'waiting', share: 0, refusals: [], endedAt: null, answer: null }, parts)
    this.parts.written()
    await this.refresh()
    void this.send()
    return kept
  }

  /** What was still missing of an entry that is held; it may go now. One that went without it stays as it went. */
  async complete(id: string, payload: unknown): Promise<void> {
    const entry = this.entries.find((each) => each.id === id)
    if (entry?.state !== 'waiting' || entry.notBefore === undefined) return
    await this.write(entry, { payload, notBefore: 0 })
    await this.send()
  }

  /** Reads anew what is kept; another page may have changed it. */
  async refresh(): Promise<void> {
    this.entries = await this.parts.store.all()
    this.parts.changed(this.entries)
  }

  /** Tries now whatever waits. Called when the line comes back, the page opens or shows, or somebody asks. */
  send(): Promise<void> {
    this.callOff?.()
    this.callOff = null
    this.again = true
    this.running ??= this.passes().finally(() => (this.running = null))
    return this.running
  }

  /** A refused entry waits once more. */
  async retry(id: string): Promise<void> {
    const entry = this.entries.find((each) => each.id === id)
    if (entry?.state !== 'refused') return
    await this.write(entry, { state: 'waiting', refusals: [], endedAt: null })
    await this.send()
  }

  /** Lets go of an entry that is not on its way. */
  async remove(id: string): Promise<void> {
    const entry = this.entries.find((each) => each.id === id)
    if (!entry || entry.state === 'sending') return
    await this.parts.store.drop(entry, true)
    this.parts.written()
    await this.refresh()
  }

  private async passes(): Promise<void> {
    while (this.again) {
      this.again = false
      await this.parts.alone(() => this.pass())
    }
  }

  private async pass(): Promise<void> {
    await this.refresh()
    await this.forgetOld()
    // We are alone: what still says "sending" is of a page that closed.
    for (const entry of this.entries.filter(({ state }) => state === 'sending')) await this.write(entry, { state: 'waiting' })
    const owner = this.parts.user()
    const due = this.entries.filter((entry) => entry.owner === owner && entry.state === 'waiting')
    for (const entry of due) {
      if (this.parts.user() !== owner) return
      // What comes after it must not overtake it.
      const left = (this.current(entry).notBefore ?? 0) - this.parts.now()
      if (left > 0) return this.wakeIn(left)
      // Without a line none of the others would get through either.
      if (!(await this.sendOne(this.current(entry)))) return this.tryLater()
      this.failures = 0
    }
  }

  /** False where it did not get through. */
  private async sendOne(entry: Entry): Promise<boolean> {
    await this.write(this.current(entry), { state: 'sending' })
    try {
      const outcome = await this.outcomeOf(entry)
      await this.end(this.current(entry), outcome)
      return true
    } catch (problem) {
      const status = problem instanceof ApiProblem ? problem.status : null
      if (status === 401) this.parts.signedOut()
      const passing = status !== null && (PASSING.has(status) || status === 401 || status >= 500)
      if (passing) await this.write(this.current(entry), { state: 'waiting' })
      else await this.end(this.current(entry), { state: 'refused', refusals: [refusalOf(problem)] })
      return !passing
    }
  }

  private outcomeOf(entry: Entry): Promise<Outcome> {
    const sender = this.parts.senders[entry.kind]
    if (!sender) return Promise.resolve({ state: 'refused', refusals: [{ code: 'unknown-kind', detail: entry.kind }] })
    return sender({
      entry,
      part: (name) => this.parts.store.part(entry.id, name),
      progress: (share) => this.show({ ...this.current(entry), share: Math.min(1, share) }),
    })
  }

  private async end(entry: Entry, outcome: Outcome): Promise<void> {
    const sent = outcome.state === 'sent'
    await this.write(entry, { state: outcome.state, share: sent ? 1 : entry.share, refusals: sent ? [] : outcome.refusals, answer: outcome.answer ?? null, endedAt: this.parts.now() })
    if (sent) await this.parts.store.drop(entry, false)
  }

  private async forgetOld(): Promise<void> {
    const old = this.entries.filter((entry) => entry.state === 'sent' && (entry.endedAt ?? 0) < this.parts.now() - SHOWN_MS)
    for (const entry of old) await this.parts.store.drop(entry, true)
    if (old.length > 0) await this.refresh()
  }

  private tryLater(): void {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures)
    this.failures += 1
    this.wakeIn(wait)
  }

  private wakeIn(ms: number): void {
    this.callOff?.()
    this.callOff = this.parts.later(ms, () => void this.send())
  }

  private async write(entry: Entry, change: Partial<Entry>): Promise<void> {
    const after = { ...entry, ...change }
    await this.parts.store.put(after)
    this.parts.written()
    this.show(after)
  }

  private show(entry: Entry): void {
    this.entries = this.entries.map((each) => (each.id === entry.id ? entry : each))
    this.parts.changed(this.entries)
  }

  private current(entry: Entry): Entry {
    return this.entries.find((each) => each.id === entry.id) ?? entry
  }
}

/** What was wrong, for the list. */
export function refusalOf(problem: unknown): Refusal {
  if (!(problem instanceof ApiProblem)) return { code: 'broken', detail: String(problem) }
  if (problem.status === 0) return { code: 'no-line', detail: '' }
  return { code: problem.codes[0] ?? problem.type.replace('/problems/', ''), detail: problem.message }
}
