import { computed, shallowRef, type ComputedRef } from 'vue'
import { session } from '../../session/session.ts'
import { lastUser } from '../lastUser.ts'
import { openStore } from './database.ts'
import type { Entry, NewEntry, Parts } from './entry.ts'
import { Outbox } from './outbox.ts'
import { SENDERS } from './senders.ts'

const LOCK = 'mingjian-outbox'
const entries = shallowRef<readonly Entry[]>([])
/** Written to tell the other pages of this browser; its value says nothing. */
const WRITTEN = 'mingjian.outbox.written'

const outbox = new Outbox({
  store: openStore(),
  senders: SENDERS,
  user: () => session.user.value?.username ?? null,
  // A browser without locks has one page of ours; should it have two, repeats do no harm.
  alone: async (pass) => {
    if (!('locks' in navigator)) return pass()
    await navigator.locks.request(LOCK, pass)
  },
  now: () => Date.now(),
  makeId: () => crypto.randomUUID(),
  later: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  changed: (all) => (entries.value = all),
  written: () => localStorage.setItem(WRITTEN, crypto.randomUUID()),
  signedOut: () => session.forget(),
})

const mine = computed(() => {
  const username = session.user.value?.username ?? lastUser.value?.username
  return entries.value.filter((entry) => entry.owner === username)
})

export interface OutboxView {
  /** What the person at this phone did, oldest first. */
  readonly entries: ComputedRef<readonly Entry[]>
  /** How many have yet to arrive. */
  readonly waiting: ComputedRef<number>
  readonly refused: ComputedRef<number>
  /** Keeps what the person did just now and sends it when the line allows; safe once it resolves. */
  add(entry: Omit<NewEntry, 'owner' | 'at'> & { at?: number }, parts?: Parts): Promise<Entry>
  /** What was missing of an entry that is held. */
  complete(id: string, payload: unknown): Promise<void>
  send(): void
  retry(id: string): void
  remove(id: string): void
}

const waiting = computed(() => mine.value.filter((entry) => entry.state === 'waiting' || entry.state === 'sending').length)
const refused = computed(() => mine.value.filter((entry) => entry.state === 'refused').length)

/** The one outbox of this browser. */
export function useOutbox(): OutboxView {
  return {
    entries: mine, waiting, refused,
    add: (entry, parts) => {
      const owner = session.user.value?.username ?? lastUser.value?.username
      if (owner === undefined) return Promise.reject(new Error('nobody is known to use this phone'))
      return outbox.add({ at: Date.now(), ...entry, owner }, parts)
    },
    complete: (id, payload) => outbox.complete(id, payload),
    send: () => void outbox.send(),
    retry: (id) => void outbox.retry(id),
    remove: (id) => void outbox.remove(id),
  }
}

/** Sends whenever there is a chance that the line is back. Answers how to stop. */
export function startOutbox(): () => void {
  const send = (): void => void outbox.send()
  const seen = (): void => {
    if (document.visibilityState === 'visible') send()
  }
  const heard = (event: StorageEvent): void => {
    if (event.key === WRITTEN) void outbox.refresh()
  }
  addEventListener('online', send)
  addEventListener('pageshow', send)
  document.addEventListener('visibilitychange', seen)
  addEventListener('storage', heard)
  send()
  return () => {
    removeEventListener('online', send)
    removeEventListener('pageshow', send)
    document.removeEventListener('visibilitychange', seen)
    removeEventListener('storage', heard)
  }
}
