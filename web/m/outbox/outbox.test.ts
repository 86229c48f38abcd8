import { expect, it } from 'vitest'
import { ApiProblem, unreachable } from '../../api/problem.ts'
import type { Entry, NewEntry, OutboxStore, Parts, Sender } from './entry.ts'
import { Outbox } from './outbox.ts'

/** A store that outlives the outboxes on it, as the browser's does. */
function aStore(): OutboxStore & { parts: Map<string, ArrayBuffer> } {
  const entries = new Map<number, Entry>()
  const parts = new Map<string, ArrayBuffer>()
  return {
    parts,
    all: async () => [...entries.values()].toSorted((a, b) => a.seq - b.seq),
    async add(entry, bytes: Parts) {
      const kept = { ...entry, seq: entries.size + 1 }
      entries.set(kept.seq, kept)
      for (const [name, part] of Object.entries(bytes)) parts.set(`${kept.id}/${name}`, part)
      return kept
    },
    put: async (entry) => void entries.set(entry.seq, entry),
    part: async (id, name) => parts.get(`${id}/${name}`),
    async drop(entry, whole) {
      for (const key of parts.keys()) if (key.startsWith(`${entry.id}/`)) parts.delete(key)
      if (whole) entries.delete(entry.seq)
    },
  }
}

interface Scene {
  outbox: Outbox
  /** Runs what was put off. */
  wake(): Promise<void>
  waits: number[]
  shown: () => readonly Entry[]
  signedOut: () => number
}

let ids = 0
function open(store: OutboxStore, send: Sender, user: () => string | null = () => 'amy', now = () => 1_000): Scene {
  let [shown, put, out]: [readonly Entry[], (() => void) | null, number] = [[], null, 0]
  const waits: number[] = []
  const outbox = new Outbox({
    store, senders: { photo: send }, user, now,
    alone: (pass) => pass(), makeId: () => `e${(ids += 1)}`,
    later: (ms, run) => {
      waits.push(ms)
      put = run
      return () => (put = null)
    },
    changed: (all) => (shown = all), written: () => undefined, signedOut: () => (out += 1),
  })
  return { outbox, waits, shown: () => shown, signedOut: () => out, wake: async () => {
    put?.()
    await outbox.send()
  } }
}

const anEntry = (title: string, given: Partial<NewEntry> = {}): NewEntry => ({ owner: 'amy', kind: 'photo', lane: 'order:1', title, payload: null, at: 5, ...given })
const states = ({ shown }: Scene): string[] => shown().map((entry) => `${entry.title} ${entry.state}`)

it('sends in the order things were done, keeps when each happened and its key, and lets go of the bytes that arrived', async () => {
  const store = aStore()
  const seen: string[] = []
  const scene = open(store, async ({ entry, part, progress }) => {
    seen.push(`${entry.title} ${entry.at} ${(await part('photo'))?.byteLength}`)
    progress(0.5)
    return { state: 'sent' }
  })
  const [one, two] = [await scene.outbox.add(anEntry('one'), { photo: new ArrayBuffer(3) }), await scene.outbox.add(anEntry('two', { at: 9 }), { photo: new ArrayBuffer(4) })]
  await scene.outbox.send()
  expect(seen).toEqual(['one 5 3', 'two 9 4'])
  expect(one.id).not.toBe(two.id)
  expect(scene.shown().map(({ id, state, share }) => ({ id, state, share }))).toEqual([{ id: one.id, state: 'sent', share: 1 }, { id: two.id, state: 'sent', share: 1 }])
  expect(store.parts.size).toBe(0)
})

it('lets nothing overtake what did not get through, tries again ever more rarely, and goes on where the line returns', async () => {
  let line = false
  const sent: string[] = []
  const scene = open(aStore(), async ({ entry }) => {
    if (!line) throw unreachable('no line')
    sent.push(entry.title)
    return { state: 'sent' }
  })
  await scene.outbox.add(anEntry('one'))
  await scene.outbox.add(anEntry('two'))
  await scene.outbox.send()
  for (let i = 0; i < 6; i += 1) await scene.wake()
  expect(sent).toEqual([])
  expect(states(scene)).toEqual(['one waiting', 'two waiting'])
  const steps = scene.waits.map((wait, i) => wait - (scene.waits[i - 1] ?? 0))
  expect(steps.every((step) => step >= 0)).toBe(true)
  expect(scene.waits.at(-1)).toBe(60_000)
  line = true
  await scene.outbox.send()
  expect(sent).toEqual(['one', 'two'])
})

it('survives a page that closed while it was sending: the next one sends the same entry with the same key', async () => {
  const store = aStore()
  const keys: string[] = []
  const closed = open(store, ({ entry }) => {
    keys.push(entry.id)
    return new Promise(() => undefined)
  })
  await closed.outbox.add(anEntry('one'), { photo: new ArrayBuffer(2) })
  await new Promise((resolve) => setTimeout(resolve))
  expect(states(closed)).toEqual(['one sending'])
  // Nobody is known yet without a line: then it waits, and says so.
  const offline = open(store, async () => ({ state: 'sent' }), () => null)
  await offline.outbox.send()
  expect(states(offline)).toEqual(['one waiting'])
  const reopened = open(store, async ({ entry, part }) => {
    keys.push(entry.id)
    expect((await part('photo'))?.byteLength).toBe(2)
    return { state: 'sent' }
  })
  await reopened.outbox.send()
  expect(states(reopened)).toEqual(['one sent'])
  expect(keys[0]).toBe(keys[1])
})

it('keeps what is not complete yet, and holds it and what follows until it is, or until its time', async () => {
  let now = 1_000
  const sent: unknown[] = []
  const scene = open(aStore(), async ({ entry }) => {
    sent.push([entry.title, entry.payload])
    return { state: 'sent' }
  }, () => 'amy', () => now)
  const photo = await scene.outbox.add(anEntry('photo', { notBefore: 9_000 }), { photo: new ArrayBuffer(2) })
  await scene.outbox.add(anEntry('next'))
  await scene.outbox.send()
  expect([states(scene), scene.waits.at(-1)]).toEqual([['photo waiting', 'next waiting'], 8_000])
  await scene.outbox.complete(photo.id, { place: 'here' })
  expect(sent).toEqual([['photo', { place: 'here' }], ['next', null]])
  const other = await scene.outbox.add(anEntry('nowhere', { notBefore: 9_000 }))
  now = 9_000
  await scene.wake()
  await scene.outbox.complete(other.id, { place: 'too late' })
  expect(sent.at(-1)).toEqual(['nowhere', null])
})

it('keeps what the server refused with its reason, goes on with the rest, and sends it again only when asked', async () => {
  let refusing = true
  const scene = open(aStore(), async ({ entry }) => {
    if (entry.title === 'bad' && refusing) throw new ApiProblem(409, '/problems/conflict', 'no', ['photos-missing'])
    return { state: 'sent' }
  })
  const bad = await scene.outbox.add(anEntry('bad'))
  await scene.outbox.add(anEntry('good'))
  await scene.outbox.send()
  expect(states(scene)).toEqual(['bad refused', 'good sent'])
  expect(scene.shown()[0]?.refusals).toEqual([{ code: 'photos-missing', detail: 'no' }])
  refusing = false
  await scene.outbox.send()
  expect(states(scene)).toEqual(['bad refused', 'good sent'])
  await scene.outbox.retry(bad.id)
  expect(states(scene)).toEqual(['bad sent', 'good sent'])
})

it('sends nothing of somebody else, and holds everything where the server does not know us any more', async () => {
  const sent: string[] = []
  const scene = open(aStore(), async ({ entry }) => {
    if (entry.title === 'amy\'s') throw new ApiProblem(401, '/problems/not-authenticated', 'who?')
    sent.push(entry.title)
    return { state: 'sent' }
  })
  await scene.outbox.add(anEntry('ben\'s', { owner: 'ben' }))
  await scene.outbox.add(anEntry('amy\'s'))
  await scene.outbox.send()
  expect(sent).toEqual([])
  expect(scene.signedOut()).toBeGreaterThan(0)
  expect(states(scene)).toEqual(['ben\'s waiting', 'amy\'s waiting'])
})

it('forgets what was sent a day ago, and what a person drops', async () => {
  let now = 0
  const store = aStore()
  const scene = open(store, async ({ entry }) => (entry.title === 'bad' ? { state: 'refused', refusals: [] } : { state: 'sent' }), () => 'amy', () => now)
  await scene.outbox.add(anEntry('old'))
  const bad = await scene.outbox.add(anEntry('bad'))
  await scene.outbox.send()
  now = 25 * 3_600_000
  await scene.outbox.send()
  expect(states(scene)).toEqual(['bad refused'])
  await scene.outbox.remove(bad.id)
  expect(await store.all()).toEqual([])
})
