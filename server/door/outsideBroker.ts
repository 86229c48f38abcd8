import { hostname } from 'node:os'
import mqtt, { type MqttClient, type Packet } from 'mqtt'
import type { Logger } from 'pino'
import type { MqttMessages } from './mqttMessages.ts'

/** Each connection waits for the append of one message before it takes the next; together they fill a batch. */
const CONNECTIONS = 16
const TOPICS = ['readings', 'detections', 'status'].map((subject) => `$share/mingjian/mingjian/+/${subject}`)
/** The broker keeps what comes while we are away for this long, seconds. */
const SESSION_EXPIRY_S = 24 * 3_600

/**
 * Takes messages from an outside broker in place of our own, over shared subscriptions, so that any number of servers
 * divide them. A message is acknowledged to the broker once the feed has it. Who may publish under which device's name
 * is the broker's to enforce.
 */
export class OutsideBroker {
  readonly #url: string
  readonly #messages: MqttMessages
  readonly #log: Logger
  #clients: MqttClient[] = []

  constructor(parts: { url: string; messages: MqttMessages; log: Logger }) {
    this.#url = parts.url
    this.#messages = parts.messages
    this.#log = parts.log
  }

  start(): void {
    this.#clients = Array.from({ length: CONNECTIONS }, (_, place) => this.#connect(place))
  }

  async stop(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.endAsync(true).catch(() => undefined)))
  }

  #connect(place: number): MqttClient {
    const client = mqtt.connect(this.#url, {
      protocolVersion: 5, clean: false, clientId: `mingjian-${hostname()}-${place}`, reconnectPeriod: 1_000, resubscribe: false,
      properties: { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: 100 },
    })
    // The client sends its acknowledgement when this calls back, and takes the next message then.
    client.handleMessage = (packet, done) => {
      this.#take(packet).then(() => done(), (error: Error) => {
        this.#log.warn({ error: error.message }, 'a message could not be taken; the broker will send it again')
        client.reconnect()
      })
    }
    client.on('connect', () => client.subscribe(TOPICS, { qos: 1 }, (error) => {
      if (error) this.#log.error({ error: error.message }, 'the outside broker refuses the subscription')
    }))
    client.on('error', (error) => this.#log.warn({ error: error.message }, 'outside broker'))
    return client
  }

  async #take(packet: Packet): Promise<void> {
    // A retained message is a last known value, not a new reading.
    if (packet.cmd !== 'publish' || packet.retain) return
    await this.#messages.take(null, packet.topic, Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload))
  }
}
