import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { Server, type Namespace } from 'socket.io'
import type { User } from '../../domain/user.ts'
import type { StoredLiveEvent } from '../../stores/postgres/liveEvents.ts'
import type { Context } from '../context.ts'
import { userOfSocket, type Handshake } from '../session/identify.ts'
import { Signalling } from '../signalling/signalling.ts'
import { Connection } from './connection.ts'
import { Follower, toLiveEvent, type BacklogBounds } from './follower.ts'
import { ReadingsRelay } from './readingsRelay.ts'
import { statsOf } from './stats.ts'
import { StatsPush } from './statsPush.ts'
import { LiveTail } from './tail.ts'
import { roomsFor } from './topics.ts'

type LiveContext = Pick<Context, 'environment' | 'configuration' | 'log' | 'db' | 'redis' | 'clock'>

export interface LiveOptions {
  /** Who opens the socket; null refuses it. */
  readonly authenticate?: (socket: { handshake: Handshake; request: IncomingMessage }) => Promise<User | null>
  /** Events kept in memory. */
  readonly ringSize?: number
  readonly bounds?: BacklogBounds
  /** How often it is checked that whoever opened a socket may still be there. */
  readonly recheckMs?: number
}

/** Ping and its time-out together: how long a dead connection goes unnoticed, on either side. */
const PING = { pingInterval: 2_000, pingTimeout: 4_000 }
const BOUNDS: BacklogBounds = { high: 1024 * 1024, low: 128 * 1024 }
const RECHECK_MS = 30_000

/** Serves at /socket.io of this HTTP server the live push, namespace /live, and the sessions of inspections, namespace /inspect. Resolves once it follows the events. */
export async function attachLive(httpServer: HttpServer, context: LiveContext, options: LiveOptions = {}): Promise<{ stop(): Promise<void> }> {
  const io = new Server(httpServer, { ...PING, serveClient: false, maxHttpBufferSize: 64 * 1024, perMessageDeflate: false, httpCompression: false })
  const namespace = io.of('/live')
  const connections = new Set<Connection>()
  const tail = new LiveTail({
    databaseUrl: context.environment.databaseUrl ?? '',
    log: context.log,
    ringSize: options.ringSize,
    listener: {
      onEvents: (events) => {
        for (const event of events) broadcast(namespace, event)
        for (const { follower } of connections) follower.checkBacklog()
      },
      onRewind: () => {
        for (const { follower } of connections) {
          follower.reset()
          follower.resume()
        }
      },
    },
  })
  const relay = new ReadingsRelay({ namespace, redis: context.redis, clock: context.clock })
  const stats = new StatsPush({ namespace, stats: statsOf(context), log: context.log, redis: context.redis })
  const authenticate = options.authenticate ?? ((socket) => userOfSocket(context, socket))

  const identify: Parameters<Namespace['use']>[0] = (socket, next) => {
    authenticate(socket).then(
      (user) => {
        socket.data.user = user
        next(user ? undefined : new Error('not-authenticated'))
      },
      (error: unknown) => {
        context.log.warn({ err: error }, 'a live client could not be identified')
        next(new Error('unavailable'))
      },
    )
  }
  namespace.use(identify)
  const sessions = io.of('/inspect').use(identify)
  const signalling = new Signalling(sessions, context)
  namespace.on('connection', (socket) => {
    const user = socket.data.user as User
    const follower = new Follower({
      socket, jurisdiction: user.jurisdiction, tail, db: context.db, bounds: options.bounds ?? BOUNDS, clock: context.clock,
    })
    const connection = new Connection({ user, follower, socket, tail, db: context.db, stats })
    connections.add(connection)
    socket.on('disconnect', () => connections.delete(connection))
    connection.start()
  })
  const recheck = setInterval(() => void Promise.all([namespace, sessions].map((each) => dismissStrangers(each, authenticate))), options.recheckMs ?? RECHECK_MS)

  await tail.start()
  await relay.start()
  await stats.start()
  await signalling.start()
  return {
    stop: async () => {
      clearInterval(recheck)
      signalling.stop()
      stats.stop()
      await relay.stop()
      await tail.stop()
      // Clients see the transport close, and so come back by themselves to another server.
      io.engine.close()
    },
  }
}

/** Socket.IO serialises the event once, whatever the number of clients; with no room to hear it, not at all. */
function broadcast(namespace: Namespace, event: StoredLiveEvent): void {
  const rooms = roomsFor(event).filter((room) => namespace.adapter.rooms.has(room))
  if (rooms.length > 0) namespace.to(rooms).emit('event', toLiveEvent(event))
}

/** Closes the sockets of those who have signed out, are gone, or whose jurisdiction or role is another by now. */
async function dismissStrangers(namespace: Namespace, authenticate: NonNullable<LiveOptions['authenticate']>): Promise<void> {
  for (const socket of namespace.sockets.values()) {
    const before = socket.data.user as User
    // Where that can't be told (a store is away), nobody is dismissed.
    const now = await authenticate(socket).catch(() => before)
    const same = now && now.role === before.role && JSON.stringify(now.jurisdiction) === JSON.stringify(before.jurisdiction)
    if (!same) socket.disconnect(true)
  }
}
