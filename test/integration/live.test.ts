import type { Redis } from 'ioredis'
import { io } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { within, type Jurisdiction } from '../../domain/user.ts'
import { hashToken } from '../../server/register/deviceRegister.ts'
import { appendLiveEvents, liveCursor, liveRange, pruneLiveEvents, type NewLiveEvent } from '../../stores/postgres/liveEvents.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { keys } from '../../stores/redis/keys.ts'
import { CITY, districts, layGround, LiveClient, startLiveServer, unit, until, type Ground } from './liveServer.ts'

let ground: Ground
const cleanups: (() => unknown)[] = []

beforeAll(async () => { ground = await layGround() })
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})
afterAll(async () => { await ground.stop() })

async function server(options: Parameters<typeof startLiveServer>[1] = {}): Promise<string> {
  const started = await startLiveServer(ground, options)
  cleanups.push(() => started.stop())
  return started.url
}

function client(...parameters: ConstructorParameters<typeof LiveClient>): LiveClient {
  const made = new LiveClient(...parameters)
  cleanups.push(() => made.close())
  return made
}

let counter = 0
function event(at: Partial<NewLiveEvent> = {}): NewLiveEvent {
  counter += 1
  return { topic: 'alerts', type: 'alert.updated', at: Date.now(), unitId: 'U1', district: '131102', data: { n: counter }, ...at }
}

function append(...events: NewLiveEvent[]): Promise<number | null> {
  return transaction(ground.db, (db) => appendLiveEvents(db, events))
}

async function seqsWithin(jurisdiction: Jurisdiction, after: number): Promise<number[]> {
  const { rows } = await ground.db.query<{ seq: number; unit_id: string; district: string }>(
    "SELECT seq, unit_id, district FROM live_event WHERE seq > $1 AND topic IN ('alerts', 'orders') ORDER BY seq", [after])
  return rows.filter((row) => within(jurisdiction, { unitId: row.unit_id, district: row.district })).map((row) => row.seq)
}

describe('the live push', () => {
  it('refuses a client that nobody knows', async () => {
    const stranger = client(await server(), null)
    await expect(stranger.connected()).rejects.toThrow('not-authenticated')
  })

  it('lets a personal token in, and shows its holder out once it is taken back', async () => {
    await ground.db.query(`INSERT INTO app_user (id, username, name, role, jurisdiction, password_hash) VALUES ('t', 't', 'T', 'duty', '{"scope": "city"}', '-')`)
    await ground.db.query("INSERT INTO api_token (token_hash, user_id, name) VALUES ($1, 't', 'program')", [hashToken('secret')])
    const url = await server({ authenticate: undefined, recheckMs: 50 })
    const enter = (token: string) => io(`${url}/live`, { auth: { token }, forceNew: true, reconnection: false })
    const wrong = enter('guess')
    cleanups.push(() => wrong.close())
    expect(await new Promise((resolve) => wrong.once('connect_error', (error) => resolve(error.message)))).toBe('not-authenticated')
    const right = enter('secret')
    cleanups.push(() => right.close())
    expect(await right.timeout(10_000).emitWithAck('subscribe', { topics: ['alerts'] })).toEqual({ cursor: await liveCursor(ground.db) })
    await ground.db.query("DELETE FROM api_token WHERE user_id = 't'")
    await until('the end of the connection', () => !right.connected)
  })

  it('sends whole objects, with a cursor that REST answers are on a level with', async () => {
    const alice = client(await server(), CITY)
    const answer = await alice.subscribe({ topics: ['alerts'] })
    const at = Date.parse('2026-11-22T03:04:05.678Z')
    const seq = await append(event({ type: 'alert.opened', at, data: { id: 'a~b~1', 名: '冷库' } }))
    await until('the event', () => alice.heard.length === 1)
    expect(Number(answer.cursor)).toBeLessThan(seq ?? 0)
    expect(alice.heard[0]).toEqual({
      cursor: String(seq), topic: 'alerts', type: 'alert.opened', at: '2026-11-22T03:04:05.678Z', data: { id: 'a~b~1', 名: '冷库' },
    })
    expect(await liveCursor(ground.db)).toBe(String(seq))
  })

  it('sends a client only what lies in its jurisdiction and among its topics', async () => {
    const url = await server()
    const [city, district, shop] = [client(url, CITY), client(url, districts('131102', '131103')), client(url, unit('U7'))]
    await Promise.all([city, district, shop].map((each) => each.subscribe({ topics: ['alerts', 'orders'] })))
    const mine = await append(event({ unitId: 'U7', district: '131103' }), event({ unitId: 'U8', district: '131103', topic: 'orders' }),
      event({ unitId: 'U9', district: '131199' }), event({ unitId: null, district: null }), event({ unitId: 'U7', district: '131103', topic: 'inspections' }))
    const last = await append(event({ unitId: 'U7', district: '131102' }))
    await until('the last event everywhere', () => [city, district, shop].every((each) => each.seqs.at(-1) === last))
    const first = (mine ?? 0) - 4
    expect(city.seqs).toEqual([first, first + 1, first + 2, first + 3, last])
    expect(district.seqs).toEqual([first, first + 1, last])
    expect(shop.seqs).toEqual([first, last])
  })

  it('says clearly which topic it does not know, and takes none then', async () => {
    const alice = client(await server(), districts('131102'))
    for (const [topics, complaint] of [
      [['alerts', 'gossip'], 'unknown topic "gossip"'],
      [['screen:'], 'unknown topic "screen:"'],
      [['alerts', 'readings:nobody'], 'no device "nobody" in your jurisdiction'],
    ] as const) expect((await alice.subscribe({ topics: [...topics] })).error).toBe(complaint)
    expect((await alice.subscribe('nonsense' as never)).error).toMatch('topics')
    await append(event())
    expect((await alice.subscribe({ topics: ['orders'] })).error).toBeUndefined()
    const last = await append(event({ topic: 'orders' }))
    await until('the order', () => alice.seqs.at(-1) === last)
    expect(alice.heard.map((heard) => heard.topic)).toEqual(['orders'])
  })

  it('adds topics without a gap in those followed before, and stops those let go', async () => {
    const alice = client(await server(), CITY)
    await alice.subscribe({ topics: ['alerts'] })
    const one = await append(event())
    await alice.subscribe({ topics: ['orders', 'screen:hall'] })
    const some = await append(event(), event({ topic: 'orders' }), event({ topic: 'screen:hall', unitId: null, district: null }), event({ topic: 'screen:yard' }))
    await until('the event of the screen', () => alice.seqs.at(-1) === (some ?? 0) - 1)
    await alice.socket.emitWithAck('unsubscribe', { topics: ['alerts'] })
    const last = await append(event(), event({ topic: 'orders' }))
    await until('the last order', () => alice.seqs.at(-1) === last)
    const start = one ?? 0
    expect(alice.seqs).toEqual([start, start + 1, start + 2, start + 3, start + 6])
  })

  it('works over long polling too', async () => {
    const alice = client(await server(), CITY, ['polling'])
    await alice.subscribe({ topics: ['alerts'] })
    const last = await append(event(), event())
    await until('both', () => alice.seqs.at(-1) === last && alice.heard.length === 2)
  })

  it('goes on after its database connection was cut', async () => {
    const alice = client(await server(), CITY)
    await alice.subscribe({ topics: ['alerts'] })
    const before = await append(event())
    await ground.db.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mingjian-live'")
    const last = await append(event(), event(), event())
    await until('all four', () => alice.seqs.at(-1) === last)
    expect(alice.seqs).toEqual([before, (last ?? 0) - 2, (last ?? 0) - 1, last])
  })

  it('leaves no client unaware of a server that is gone for more than some seconds', async () => {
    const alice = await client(await server(), CITY).connected()
    const manager = alice.socket.io.engine as unknown as { _pingInterval: number; _pingTimeout: number }
    expect(manager._pingInterval + manager._pingTimeout).toBeLessThanOrEqual(6_000)
  })
})

describe('resuming', () => {
  it('gives what was missed, from memory or from the database alike', async () => {
    for (const ringSize of [5_000, 3]) {
      const url = await server({ ringSize })
      const early = client(url, districts('131102'))
      const { cursor } = await early.subscribe({ topics: ['alerts', 'orders'] })
      early.close()
      for (let i = 0; i < 40; i += 1) {
        await append(...Array.from({ length: 30 }, (_, n) => event({ topic: n % 3 ? 'alerts' : 'orders', district: n % 2 ? '131102' : '131103' })))
      }
      const late = client(url, districts('131102'))
      const answer = await late.subscribe({ topics: ['alerts', 'orders'], since: cursor })
      const last = await append(event())
      await until('the last one', () => late.seqs.at(-1) === last)
      expect(answer).toEqual({ cursor })
      expect(late.seqs).toEqual(await seqsWithin(districts('131102'), Number(cursor)))
    }
  })

  it('answers reset, and goes on from now, where the cursor is older than what is kept, from the future or no cursor', async () => {
    const url = await server({ ringSize: 10 })
    await append(...Array.from({ length: 100 }, () => event()))
    const { last } = await liveRange(ground.db)
    await pruneLiveEvents(ground.db, Date.now(), { ms: 3_600_000, rows: 50 })
    expect(await liveRange(ground.db)).toEqual({ pruned: last - 50, last })
    for (const [since, lost] of [
      [String(last - 51), true], [String(last + 1_000), true], ['yesterday', true], ['-1', true], [String(last - 50), false], [String(last), false],
    ] as const) {
      const back = client(url, CITY)
      const answer = await back.subscribe({ topics: ['alerts'], since })
      const next = (await append(event())) ?? 0
      await until(`the next event after ${since}`, () => back.seqs.at(-1) === next)
      expect({ since, reset: answer.reset ?? false, resets: back.resets }).toEqual({ since, reset: lost, resets: lost ? 1 : 0 })
      const from = lost ? next - 1 : Number(since)
      expect(back.seqs).toEqual(Array.from({ length: next - from }, (_, i) => from + 1 + i))
    }
  })

  it('waits for the tail where a REST answer was ahead of it, and resets nobody for that', async () => {
    const url = await server()
    for (let i = 0; i < 30; i += 1) {
      const since = String(await append(event()))
      const answer = await client(url, CITY).subscribe({ topics: ['alerts'], since })
      expect(answer).toEqual({ cursor: since })
    }
  })

  it('loses and doubles nothing while writers race and clients drop and come back', async () => {
    const url = await server({ ringSize: 100 })
    const { last: start } = await liveRange(ground.db)
    const watchers = [CITY, CITY, districts('131102'), districts('131103', '131104'), unit('U1'), unit('U2')].map((jurisdiction) => watcher(url, jurisdiction, String(start)))
    const drops = (): number => watchers.reduce((sum, each) => sum + each.drops, 0)
    let writing = true
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let i = 0; i < 120 || drops() <= 20; i += 1) {
        const batch = Array.from({ length: 1 + ((i * 7 + writer) % 9) }, (__, n) => event({
          topic: (i + n) % 4 ? 'alerts' : 'orders', unitId: `U${(i + n) % 5}`, district: `13110${2 + ((n + writer) % 3)}`,
        }))
        await transaction(ground.db, async (db) => {
          await db.query('SELECT pg_sleep($1)', [Math.random() * 0.004])
          await appendLiveEvents(db, batch)
          if (i % 10 === 9) throw new Error('rolled back')
        }).catch((error: Error) => { if (error.message !== 'rolled back') throw error })
      }
    })
    const runs = watchers.map((each) => each.run(() => writing))
    await Promise.all(writers)
    writing = false
    await Promise.all(runs)
    for (const each of watchers) {
      const expected = await seqsWithin(each.jurisdiction, start)
      await until('the last event', () => each.seqs.at(-1) === expected.at(-1), 100_000)
      expect(each.seqs).toEqual(expected)
      expect(expected.length).toBeGreaterThan(100)
      each.close()
    }
    expect(drops()).toBeGreaterThan(20)
  })
})

/** Follows from a cursor, and drops and resumes at random while `busy`. */
function watcher(url: string, jurisdiction: Jurisdiction, since: string) {
  const seqs: number[] = []
  let current: LiveClient | undefined
  let cursor = since
  const state = { jurisdiction, seqs, drops: 0, close: () => current?.close(), run }
  async function open(): Promise<void> {
    const made = client(url, jurisdiction)
    made.socket.on('event', (heard: { cursor: string; type: string }) => {
      if (made !== current) return
      cursor = heard.cursor
      // A reset may not happen here; counted as an event it makes the comparison fail.
      seqs.push(Number(heard.cursor))
    })
    current = made
    await made.subscribe({ topics: ['alerts', 'orders'], since: cursor })
  }
  async function run(busy: () => boolean): Promise<void> {
    await open()
    while (busy()) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150))
      const old = current
      current = undefined
      old?.close()
      state.drops += 1
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
      await open()
    }
  }
  return state
}

describe('readings', () => {
  it('are passed on for watched devices only, coalesced, newest value of each metric last', async () => {
    await ground.db.query("INSERT INTO unit (id, name, kind, district, lng, lat) VALUES ('RU', 'R', 'catering', '131102', 1, 1) ON CONFLICT DO NOTHING")
    await ground.db.query("INSERT INTO device (id, unit, profile, token_hash) VALUES ('R1', 'RU', 'catering-freezer', '') ON CONFLICT DO NOTHING")
    const watched: string[][] = []
    const workers = (ground.redis as Redis).duplicate()
    cleanups.push(() => workers.disconnect())
    workers.on('message', (_channel: string, text: string) => watched.push((JSON.parse(text) as { devices: string[] }).devices))
    await workers.subscribe(keys.channel.watched)
    const url = await server()
    const alice = client(url, districts('131102'))
    await alice.subscribe({ topics: ['readings:R1'] })
    await until('the announcement', () => watched.some((devices) => devices.includes('R1')))
    const from = Date.now()
    const send = (n: number) => ground.redis.publish(keys.channel.readings, JSON.stringify([
      { device: 'R1', ts: from + n, values: n % 2 ? { temperature: n } : { humidity: n } }, { device: 'R2', ts: from, values: { temperature: 1 } },
    ]))
    for (let n = 0; n < 200; n += 1) {
      await send(n)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await until('the last', () => alice.heard.some((heard) => (heard.data as { values: { temperature?: number } }).values.temperature === 199))
    const took = Date.now() - from
    expect(alice.heard.length).toBeLessThanOrEqual(took / 200 + 2)
    expect(alice.heard.length).toBeGreaterThan(2)
    expect(alice.heard.at(-1)).toMatchObject({ cursor: null, topic: 'readings:R1', type: 'reading', data: { device: 'R1', values: { temperature: 199, humidity: 198 } } })
    await alice.socket.emitWithAck('unsubscribe', { topics: ['readings:R1'] })
    await until('the farewell', () => watched.at(-1)?.length === 0)
    const outsider = client(url, districts('131103'))
    expect((await outsider.subscribe({ topics: ['readings:R1'] })).error).toMatch('R1')
  })
})
