import mqtt, { type MqttClient, type Packet } from 'mqtt'
import type { Logger } from 'pino'

/** The broker keeps what comes while we are away for this long, seconds. */
const SESSION_EXPIRY_S = 24 * 3_600
const RECONNECT_MS = 1_000
/** A broker that is away is told of this often, not at every try. */
const TELL_EVERY_MS = 10_000

export interface BrokerMessage {
  readonly topic: string
  readonly payload: Buffer
  /** A last known value that the broker had kept. */
  readonly retain: boolean
}

export interface BrokerConnection {
  readonly url: string
  /** The broker keeps the session under it. */
  readonly clientId: string
  readonly topics: readonly string[]
  /** The message is acknowledged, and the next one taken, once this resolves. */
  readonly take: (message: BrokerMessage) => Promise<void>
  /** Milliseconds between two tries. */
  readonly reconnectMs?: number
  readonly log: Logger
}

/** One connection to an outside broker with a session that outlives it: one message after the other, none acknowledged before it is taken. */
export function connectBroker({ url, clientId, topics, take, reconnectMs = RECONNECT_MS, log }: BrokerConnection): MqttClient {
  const client = mqtt.connect(url, {
    protocolVersion: 5, clean: false, clientId, reconnectPeriod: reconnectMs, resubscribe: false,
    properties: { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: 100 },
  })
  const deliver = async (packet: Packet): Promise<void> => {
    if (packet.cmd !== 'publish') return
    await take({ topic: packet.topic, payload: Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload), retain: packet.retain })
  }
  // The client sends its acknowledgement when this calls back, and takes the next message then.
  client.handleMessage = (packet, done) => {
    deliver(packet).then(() => done(), (error: Error) => {
      log.warn({ error: error.message }, 'a message could not be taken; the broker will send it again')
      if (!client.disconnecting) client.reconnect()
    })
  }
  client.on('connect', () => client.subscribe([...topics], { qos: 1, rh: 1 }, (error) => {
    if (error) log.error({ error: error.message, topics }, 'the outside broker refuses the subscription')
  }))
  let told = -Infinity
  client.on('error', (error) => {
    if (performance.now() - told < TELL_EVERY_MS) return
    told = performance.now()
    log.warn({ error: error.message }, 'outside broker')
  })
  return client
}
