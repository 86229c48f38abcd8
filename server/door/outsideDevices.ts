import type { Logger } from 'pino'
import type { RedisClient } from '../../stores/redis/connect.ts'
import { Tenure } from '../tenure/tenure.ts'
import { connectBroker, type BrokerSession } from './brokerConnection.ts'
import type { MqttMessages } from './mqttMessages.ts'

/** A session each, so that pictures keep no reading waiting and servers may divide them. */
const SUBJECTS = ['readings', 'detections', 'status'] as const
/** Enough that one append carries hundreds. */
const AT_ONCE = 500

interface Parts {
  readonly url: string
  readonly name: string
  readonly redis: RedisClient
  readonly messages: MqttMessages
  readonly log: Logger
}

/**
 * Takes what devices publish to an outside broker in our own form. The broker keeps one plain session a subject, whose name
 * never changes, and one server at a time holds it: whoever takes over finds what waits in it. Shared subscriptions would
 * divide the messages, but a broker may forget them over its restart, and deals to a server that never returns.
 * Who may publish under which device's name is the broker's to enforce.
 */
export class OutsideDevices {
  readonly #tenures: readonly Tenure[]

  constructor(parts: Parts) {
    this.#tenures = SUBJECTS.map((subject) => tenureOf(subject, parts))
  }

  start(): void {
    for (const tenure of this.#tenures) tenure.start()
  }

  async stop(): Promise<void> {
    await Promise.all(this.#tenures.map((tenure) => tenure.stop()))
  }
}

function tenureOf(subject: string, { url, name, redis, messages, log }: Parts): Tenure {
  let session: BrokerSession | null = null
  return new Tenure({
    redis, name, share: `outside-${subject}`, log,
    onHeld: () => {
      session = connectBroker({
        url, clientId: `mingjian-${subject}`, topics: [`mingjian/+/${subject}`], atOnce: AT_ONCE, log,
        // A retained message is a last known value, not a new reading.
        take: async ({ topic, payload, retain }) => void (retain || (await messages.take(null, topic, payload))),
      })
    },
    onLost: () => session?.leave(),
  })
}
