import { createServer, type Server, type Socket } from 'node:net'
import { Aedes, type Client, type PublishPacket } from 'aedes'
import type { Logger } from 'pino'
import type { DeviceRegister, KnownDevice } from '../register/deviceRegister.ts'
import { DoorBusy, type Door, type Subject } from './door.ts'

const TOPIC = /^mingjian\/([^/]+)\/(readings|detections|status)$/
/** A larger message is kept as a dead letter, cut; one past the second bound ends its connection unread. */
const MAX_PAYLOAD = 4 * 1024 * 1024
const MAX_PACKET = 16 * 1024 * 1024
const MAX_ITEMS = 5_000
const BUSY_RETRY_MS = 100

const BAD_CREDENTIALS = 4
const UNAVAILABLE = 3

/** What we add to the broker's client: the device that signed in, kept beside it rather than on it. */
type Signed = WeakMap<Client, KnownDevice>

/**
 * The embedded MQTT broker. It is a door only: devices publish as themselves, a QoS 1 message is acknowledged once the
 * feed has it, and nobody may subscribe, so the broker keeps no state worth saving.
 */
export class MqttDoor {
  readonly #register: DeviceRegister
  readonly #door: Door
  readonly #log: Logger
  readonly #signed: Signed = new WeakMap()
  #broker: Aedes | null = null
  #server: Server | null = null

  constructor(parts: { register: DeviceRegister; door: Door; log: Logger }) {
    this.#register = parts.register
    this.#door = parts.door
    this.#log = parts.log
  }

  async start(port: number, host?: string): Promise<void> {
    const broker = await Aedes.createBroker({
      connectTimeout: 10_000,
      queueLimit: 1000,
      authenticate: (client, username, password, done) => {
        this.#authenticate(client, username, password).then(
          (accepted) => done(accepted ? null : Object.assign(new Error('bad user name or password'), { returnCode: BAD_CREDENTIALS }), accepted),
          () => done(Object.assign(new Error('the register does not answer'), { returnCode: UNAVAILABLE }), false),
        )
      },
      authorizePublish: (client, packet, done) => {
        this.#publish(client, packet).then(() => done(null), (error: Error) => done(error))
      },
      // A granted subscription of null is answered as a refusal.
      authorizeSubscribe: (_client, _subscription, done) => done(null, null),
    })
    broker.on('clientError', (client, error) => this.#log.debug({ client: client.id, error: error.message }, 'mqtt client ended by an error'))
    broker.on('connectionError', (_client, error) => this.#log.debug({ error: error.message }, 'mqtt connection ended by an error'))
    const server = createServer((socket) => this.#welcome(broker, socket))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => {
        server.off('error', reject)
        resolve()
      })
    })
    this.#broker = broker
    this.#server = server
  }

  async stop(): Promise<void> {
    this.#server?.close()
    const broker = this.#broker
    if (broker) await new Promise<void>((resolve) => broker.close(() => resolve()))
    this.#broker = null
    this.#server = null
  }

  get connected(): number {
    return this.#broker?.connectedClients ?? 0
  }

  #welcome(broker: Aedes, socket: Socket): void {
    socket.setNoDelay(true)
    // Half-open peers are found by TCP where the MQTT keep-alive is off.
    socket.setKeepAlive(true, 60_000)
    boundPackets(broker.handle(socket), socket)
  }

  async #authenticate(client: Client, username: Readonly<string | undefined>, password: Readonly<Buffer | undefined>): Promise<boolean> {
    if (!username || !password) return false
    const device = await this.#register.authenticate(username, password.toString('utf8'))
    if (!device) return false
    this.#signed.set(client, device)
    // Client ids live under the device's own name, so that nobody can push another device's session aside.
    client.id = client.id.startsWith(`${device.id}/`) ? client.id : `${device.id}/${client.id}`
    return true
  }

  async #publish(client: Client | null, packet: PublishPacket): Promise<void> {
    const device = client && this.#signed.get(client)
    if (!device) throw new Error('not signed in')
    // Nobody subscribes here: a kept message would only fill the memory.
    packet.retain = false
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
    await this.#take(device, packet.topic, payload)
  }

  async #take(device: KnownDevice, topic: string, payload: Buffer): Promise<void> {
    for (;;) {
      try {
        return await this.#deliver(device, topic, payload)
      } catch (error) {
        // Not acknowledged, kept here, tried again: the client's own window bounds what waits.
        if (!(error instanceof DoorBusy) && !(error instanceof Error && error.name === 'FeedFull')) throw error
        if (!this.#server) throw error
        await new Promise((resolve) => setTimeout(resolve, BUSY_RETRY_MS))
      }
    }
  }

  async #deliver(device: KnownDevice, topic: string, payload: Buffer): Promise<void> {
    const origin = { source: 'mqtt' as const, address: topic }
    const [, spoken, subject] = TOPIC.exec(topic) ?? []
    if (!spoken || !subject) return this.#door.refuse(origin, device.id, { type: 'forbidden', detail: 'no such topic to publish to' }, payload)
    if (payload.length > MAX_PAYLOAD) return this.#door.refuse(origin, spoken, { type: 'too-large', detail: `${payload.length} bytes, at most ${MAX_PAYLOAD}` }, payload)
    const parsed = parse(payload)
    if (parsed === undefined) return this.#door.refuse(origin, spoken, { type: 'unparsable', detail: 'not JSON' }, payload)
    const items = Array.isArray(parsed) ? parsed : [parsed]
    if (items.length > MAX_ITEMS) return this.#door.refuse(origin, spoken, { type: 'too-large', detail: `${items.length} items, at most ${MAX_ITEMS}` }, payload)
    await this.#door.receive(subject as Subject, { device }, origin, items, () => spoken)
  }
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'))
  } catch {
    return undefined
  }
}

/** The broker's parser has no bound of its own: one header could make it gather 256 MiB. */
function boundPackets(client: Client, socket: Socket): void {
  const parser = (client as unknown as { _parser?: { parse(data: Buffer): number; packet?: { length: number } } })._parser
  if (!parser) throw new Error('the broker has changed: its packets can no longer be bounded')
  const parsed = parser.parse.bind(parser)
  parser.parse = (data) => {
    const left = parsed(data)
    if ((parser.packet?.length ?? 0) > MAX_PACKET) socket.destroy(new Error('packet too large'))
    return left
  }
}
