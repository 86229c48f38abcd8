import mqtt, { type IPublishPacket } from 'mqtt'
import type { Logger } from 'pino'
import { BrokerIntake, type BrokerMessage } from './brokerIntake.ts'

/** The broker keeps what comes while we are away for this long, seconds. */
const SESSION_EXPIRY_S = 7 * 24 * 3_600
const RECONNECT_MS = 1_000
/** Shorter than a lease: whoever takes over finds us gone. */
const LEAVE_MS = 1_000
/** A broker that is away is told of this often, not at every try. */
const TELL_EVERY_MS = 10_000
/** Messages the broker sends before it has an acknowledgement. */
const WINDOW = 1_000

interface BrokerConnection {
  readonly url: string
  /** The broker keeps the session under it. */
  readonly clientId: string
  readonly topics: readonly string[]
  /** The message is acknowledged once this resolves. */
  readonly take: (message: BrokerMessage) => Promise<void>
  /** Messages taken at once; one, where their order over all topics matters. */
  readonly atOnce: number
  readonly log: Logger
}

/** A session at an outside broker, which outlives the connection. */
export interface BrokerSession {
  /** With QoS 0. */
  publish(topic: string, payload: Buffer): void
  /** Acknowledges what is under way, and leaves the rest to whoever takes the session over. */
  leave(): Promise<void>
  /** Nobody comes back for the session: the broker need keep nothing. */
  abandon(): void
}

/** Connects to the session, now and whenever the connection breaks. Nothing is acknowledged before it is taken. */
export function connectBroker({ url, clientId, topics, take, atOnce, log }: BrokerConnection): BrokerSession {
  const client = mqtt.connect(url, {
    protocolVersion: 5, clean: false, clientId, reconnectPeriod: RECONNECT_MS, resubscribe: false,
    properties: { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: WINDOW },
  })
  const intake = new BrokerIntake({
    take, atOnce, window: WINDOW,
    onFailure: (error, stream) => {
      if (stream.destroyed) return
      log.warn({ error: error.message }, 'a message could not be taken; the broker will send it again')
      stream.destroy()
    },
  })
  client.handleMessage = (packet, done) => intake.receive(packet as IPublishPacket, client.stream, done)
  client.on('connect', ({ sessionPresent }) => {
    if (!sessionPresent) intake.forget()
    client.subscribe([...topics], { qos: 1, rh: 1 }, (error) => {
      if (error) log.error({ error: error.message, topics }, 'the outside broker refuses the subscription')
    })
  })
  let told = -Infinity
  client.on('error', (error) => {
    if (performance.now() - told < TELL_EVERY_MS) return
    told = performance.now()
    log.warn({ error: error.message }, 'outside broker')
  })
  return {
    publish: (topic, payload) => void client.publish(topic, payload, { qos: 0 }),
    leave: async () => {
      if (client.connected) await intake.close(LEAVE_MS)
      const { stream } = client
      const timer = setTimeout(() => stream.destroy(), LEAVE_MS)
      await client.endAsync(!client.connected).catch(() => undefined)
      clearTimeout(timer)
    },
    abandon: () => void client.end(false, { properties: { sessionExpiryInterval: 0 } }),
  }
}
