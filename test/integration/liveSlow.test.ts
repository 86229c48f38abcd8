import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { backlogOf } from '../../server/live/backlog.ts'
import { Follower, toLiveEvent } from '../../server/live/follower.ts'
import { LiveTail } from '../../server/live/tail.ts'
import { roomsFor } from '../../server/live/topics.ts'
import { appendLiveEvents } from '../../stores/postgres/liveEvents.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { CITY, layGround, LiveClient, until, type Ground } from './liveServer.ts'

const EVENT_BYTES = 20_000
const bounds = { high: 256 * 1024, low: 64 * 1024 }
/** What is sent in one go may come on top: 50 events. */
const MOST = bounds.high + 51 * (EVENT_BYTES + 500)

let ground: Ground
beforeAll(async () => { ground = await layGround() })
afterAll(async () => { await ground?.stop() })

/** The parts of the live push, put together so that what waits on the server's side can be watched. */
async function watchedServer(ringSize: number) {
  const http = createServer()
  const io = new Server(http, { pingInterval: 20_000, pingTimeout: 20_000, perMessageDeflate: false })
  const namespace = io.of('/live')
  const sockets = new Map<string, { socket: Socket; follower: Follower; most: number }>()
  const tail = new LiveTail({
    databaseUrl: ground.stores.databaseUrl, log: ground.context.log, ringSize,
    listener: {
      onEvents: (events) => {
        for (const event of events) namespace.to(roomsFor(event)).emit('event', toLiveEvent(event))
        for (const each of sockets.values()) {
          each.most = Math.max(each.most, backlogOf(each.socket))
          each.follower.checkBacklog()
        }
      },
      onRewind: () => undefined,
    },
  })
  namespace.on('connection', (socket) => {
    const follower = new Follower({ socket, jurisdiction: CITY, tail, db: ground.db, bounds, clock: Date.now })
    sockets.set(socket.id, { socket, follower, most: 0 })
    follower.follow(['alerts'], null)
    follower.resume()
  })
  await tail.start()
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return { url, sockets, tail, stop: async () => { await tail.stop(); await io.close() } }
}

const readingOf = (client: LiveClient): { pause(): void; resume(): void } =>
  (client.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws

/** Adds events in portions, each once `taken` says that whoever keeps up has the one before. */
async function flood(events: number, taken: (last: number) => boolean): Promise<number> {
  let last = 0
  const data = 'x'.repeat(EVENT_BYTES)
  for (let i = 0; i < events; i += 100) {
    const batch = Array.from({ length: 100 }, () => ({ topic: 'alerts', type: 'alert.updated', at: Date.now(), unitId: null, district: null, data }))
    last = (await transaction(ground.db, (db) => appendLiveEvents(db, batch))) ?? 0
    await until('the quick one to keep up', () => taken(last))
  }
  return last
}

for (const [ringSize, becomes] of [[5_000, 'hears everything once it reads again'], [100, 'is reset once it reads again']] as const) {
  it(`keeps little for a client that stops reading, which ${becomes}, and harms nobody else`, async () => {
    const server = await watchedServer(ringSize)
    const [slow, quick] = [new LiveClient(server.url, CITY), new LiveClient(server.url, CITY)]
    try {
      await Promise.all([slow.connected(), quick.connected()])
      await until('both to be followed', () => server.sockets.size === 2)
      readingOf(slow).pause()
      const quickHas = (last: number): boolean => quick.seqs.at(-1) === last
      await flood(800, quickHas)
      const waiting = backlogOf(server.sockets.get(slow.socket.id ?? '')?.socket as Socket)
      // It really was too slow: it holds far less than was sent, and the server does not hold the rest.
      expect(slow.heard.length).toBe(0)
      expect(waiting).toBeGreaterThan(0)
      readingOf(slow).resume()
      const next = await flood(100, quickHas)
      await until('the slow one to have caught up', () => slow.seqs.at(-1) === next)
      for (const { most } of server.sockets.values()) expect(most).toBeLessThanOrEqual(MOST)
      expect(slow.seqs).toEqual([...slow.seqs].sort((a, b) => a - b))
      expect(quick.seqs).toHaveLength(900)
      expect({ quick: quick.resets, slow: slow.resets > 0 }).toEqual({ quick: 0, slow: ringSize < 800 })
      if (slow.resets === 0) expect(slow.seqs).toEqual(quick.seqs)
      else expect(slow.seqs.length).toBeLessThan(900)
    } finally {
      slow.close()
      quick.close()
      await server.stop()
    }
  })
}
