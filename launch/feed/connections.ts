import mqtt, { type MqttClient } from 'mqtt'

/** Who signs in: a device, or the gateway that speaks for it. */
export interface Identity {
  readonly user: string
  readonly token: string
}

/** Sockets open at once; the ones that have been idle longest are closed for others. */
const MOST_OPEN = 500
const SEND_AGAIN_MS = 100
/** CONNACK codes 4 and 5 and their successors: trying again would be no use. */
const REFUSALS = new Set([4, 5, 134, 135])

interface Connection {
  readonly client: MqttClient
  inFlight: number
  /** Why the broker will not have it, once it has said so. */
  refusal: string | null
  /** What waits for an acknowledgement; called with the reason where none will come. */
  readonly waiting: Set<(error: Error) => void>
}

/** MQTT connections, one a sender, opened when first needed. A message that is not acknowledged is sent again on reconnection. */
export class Connections {
  readonly #url: string
  /** In the order of their last use, oldest first. */
  readonly #open = new Map<string, Connection>()
  #stopped: string | null = null

  constructor(url: string) {
    this.#url = url
  }

  /** Nothing more can be sent. */
  get stopped(): boolean {
    return this.#stopped !== null
  }

  /** Resolves with the acknowledgement; rejects where the sender was refused or everything was given up. */
  publish(identity: Identity, topic: string, payload: string): Promise<void> {
    if (this.#stopped !== null) return Promise.reject(new Error(this.#stopped))
    const connection = this.#of(identity)
    if (connection.refusal !== null) return Promise.reject(new Error(connection.refusal))
    connection.inFlight += 1
    return new Promise<void>((resolve, reject) => {
      connection.waiting.add(reject)
      const send = (): void => void connection.client.publish(topic, payload, { qos: 1 }, (error) => {
        // What was on its way when the connection broke is rejected by the client at times; it is simply sent again.
        if (error && connection.refusal === null) return void setTimeout(send, SEND_AGAIN_MS)
        connection.waiting.delete(reject)
        resolve()
      })
      send()
    }).finally(() => (connection.inFlight -= 1))
  }

  /** Closes all for good; what is still out is rejected with the reason. */
  async stop(reason = 'the replay ended before it was acknowledged'): Promise<void> {
    this.#stopped ??= reason
    const all = [...this.#open.values()]
    this.#open.clear()
    await Promise.all(all.map((connection) => close(connection, reason)))
  }

  #of(identity: Identity): Connection {
    const known = this.#open.get(identity.user)
    if (known) this.#open.delete(identity.user)
    else if (this.#open.size >= MOST_OPEN) this.#closeIdle()
    const connection = known ?? connect(this.#url, identity)
    this.#open.set(identity.user, connection)
    return connection
  }

  #closeIdle(): void {
    for (const [user, connection] of this.#open) {
      if (connection.inFlight > 0) continue
      this.#open.delete(user)
      void close(connection, 'closed')
      return
    }
  }
}

function connect(url: string, { user, token }: Identity): Connection {
  const client = mqtt.connect(url, {
    username: user, password: token, clientId: `feed-${user}-${process.pid}`, clean: true, reconnectPeriod: 500, connectTimeout: 10_000, keepalive: 30,
  })
  const connection: Connection = { client, inFlight: 0, refusal: null, waiting: new Set() }
  client.on('error', (error) => {
    if (!('code' in error) || !REFUSALS.has(Number(error.code))) return
    void close(connection, `the broker refuses ${user}: check its id and token`)
  })
  return connection
}

async function close(connection: Connection, reason: string): Promise<void> {
  connection.refusal = reason
  for (const reject of connection.waiting) reject(new Error(reason))
  await connection.client.endAsync(true).catch(() => undefined)
}
