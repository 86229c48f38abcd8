import type { MqttClient } from 'mqtt'
import type { Logger } from 'pino'
import { connectBroker } from './brokerConnection.ts'
import type { MqttMessages } from './mqttMessages.ts'

/** Each connection waits for the append of one message before it takes the next; together they fill a batch. */
const CONNECTIONS = 16
const TOPICS = ['readings', 'detections', 'status'].map((subject) => `$share/mingjian/mingjian/+/${subject}`)
/**
 * A broker that forgets shared subscriptions over its restart keeps nothing until one of us is back: the first connection
 * hurries, the others need not. Milliseconds.
 */
const HURRY_MS = 40

/**
 * Takes messages from an outside broker in place of our own, over shared subscriptions, so that any number of servers
 * divide them. A message is acknowledged to the broker once the feed has it. Who may publish under which device's name
 * is the broker's to enforce.
 */
export class OutsideBroker {
  readonly #url: string
  readonly #name: string
  readonly #messages: MqttMessages
  readonly #log: Logger
  #clients: MqttClient[] = []

  /** @param parts `name`: of this server among all, and the same after a restart: its sessions are kept under it. */
  constructor(parts: { url: string; name: string; messages: MqttMessages; log: Logger }) {
    this.#url = parts.url
    this.#name = parts.name
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
    return connectBroker({
      url: this.#url, clientId: `mingjian-${this.#name}-${place}`, topics: TOPICS, log: this.#log, ...(place === 0 && { reconnectMs: HURRY_MS }),
      // A retained message is a last known value, not a new reading.
      take: async ({ topic, payload, retain }) => void (retain || (await this.#messages.take(null, topic, payload))),
    })
  }
}
