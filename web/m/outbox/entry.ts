/** Where an entry stands. Nothing leaves `sent` or `refused` by itself; a person may send a refused one again. */
export type EntryState = 'waiting' | 'sending' | 'sent' | 'refused'

/** Why something was not taken, with a stable code that pages put into words. */
export interface Refusal {
  readonly code: string
  /** What the server said, for codes that no page knows. */
  readonly detail: string
  readonly figures?: Readonly<Record<string, number | string>>
}

/** Something a person did that the server has yet to hear of. */
export interface NewEntry {
  /** User name of who did it: nobody else's session sends it. */
  readonly owner: string
  /** Names the sender. */
  readonly kind: string
  /** Entries of one lane concern one thing, such as `order:o1`: none overtakes another. */
  readonly lane: string
  /** What it is, in words for the list. */
  readonly title: string
  /** What the sender needs besides the parts; plain data. */
  readonly payload: unknown
  /** When it happened, epoch milliseconds. */
  readonly at: number
  /** It is kept already but not complete: it is not sent before this time, epoch milliseconds. */
  readonly notBefore?: number
}

export interface Entry extends NewEntry {
  /** Made here once and sent with every try, so that the server can tell a repeat. */
  readonly id: string
  /** The place in the queue. */
  readonly seq: number
  readonly state: EntryState
  /** How much has arrived, 0 to 1. */
  readonly share: number
  readonly refusals: readonly Refusal[]
  /** When it was sent or refused, epoch milliseconds. */
  readonly endedAt: number | null
  /** What the server answered. */
  readonly answer: unknown
}

/** Bytes that go with an entry, such as a photo. */
export type Parts = Readonly<Record<string, ArrayBuffer>>

/** Where entries outlive the page. */
export interface OutboxStore {
  /** All entries, oldest first. */
  all(): Promise<Entry[]>
  /** Keeps the entry and its bytes, or neither; answers it with its place. */
  add(entry: Omit<Entry, 'seq'>, parts: Parts): Promise<Entry>
  put(entry: Entry): Promise<void>
  part(id: string, name: string): Promise<ArrayBuffer | undefined>
  /** Lets go of the bytes, and of the entry too where asked. */
  drop(entry: Entry, whole: boolean): Promise<void>
}

/** What a sender has at hand. */
export interface Sending {
  readonly entry: Entry
  part(name: string): Promise<ArrayBuffer | undefined>
  /** Tells how much has arrived, 0 to 1. */
  progress(share: number): void
}

export type Outcome = { readonly state: 'sent'; readonly answer?: unknown } | { readonly state: 'refused'; readonly refusals: readonly Refusal[]; readonly answer?: unknown }

/** Brings one kind of entry to the server. Throws an ApiProblem where it did not get through; a repeat must do no harm. */
export type Sender = (sending: Sending) => Promise<Outcome>
