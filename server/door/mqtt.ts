import { createServer, type Server, type Socket } from 'node:net'
import { Aedes, type Client, type PublishPacket } from 'aedes'
import type { Logger } from 'pino'
import type { DeviceRegister, KnownDevice } from '../register/deviceRegister.ts'
import type { MqttMessages } from './mqttMessages.ts'

/** A packet past this ends its connection unread. */
const MAX_PACKET = 16 * 1024 * 1024

const BAD_CREDENTIALS = 4
const UNAVAILABLE = 3

/** What we add to the broker's client: the device that signed in, kept beside it rather than on it. */
type Signed = WeakMap<Client, KnownDevice>

/**
 * The embedded MQTT broker. It is a door only: devices publish as themselves, a QoS 1 message is acknowledged once the
 * feed has it, and nobody may subscribe but Sparkplug nodes to their commands, so the broker keeps no state worth saving.
 */
export class MqttDoor {
  readonly #port: number
  readonly #register: DeviceRegister
  readonly #messages: MqttMessages
  readonly #log: Logger
  readonly #signed: Signed = new WeakMap()
  #broker: Aedes | null = null
  #server: Server | null = null

  constructor(parts: { port: number; register: DeviceRegister; messages: MqttMessages; log: Logger }) {
    this.#port = parts.port
    this.#register = parts.register
    this.#messages = parts.messages
    this.#log = parts.log
  }

  async start(): Promise<void> {
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
      authorizeSubscribe: (client, subscription, done) => done(null, this.#mayHear(client, subscription.topic) ? subscription : null),
    })
    endAtTheDoor(broker)
    broker.on('clientError', (client, error) => this.#log.debug({ client: client.id, error: error.message }, 'mqtt client ended by an error'))
    broker.on('connectionError', (_client, error) => this.#log.debug({ error: error.message }, 'mqtt connection ended by an error'))
    const server = createServer((socket) => this.#welcome(broker, socket))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, () => {
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
    const replies = await this.#messages.take(device, packet.topic, payload)
    for (const reply of replies) this.#broker?.publish({ cmd: 'publish', topic: reply.topic, payload: reply.payload, qos: 0, retain: false, dup: false }, () => undefined)
  }

  /** Only a Sparkplug node is ever spoken to: we ask it for its births. */
  #mayHear(client: Client | null, topic: string): boolean {
    const device = client && this.#signed.get(client)
    return device?.profile === 'gateway' && device.format === 'sparkplug' && /^spBv1\.0\/[^/]+\/[ND]CMD\//.test(topic)
  }
}

/** What a client publishes is in the feed by now: handing it round, with nobody to hear it, is a fifth of its cost. */
function endAtTheDoor(broker: Aedes): void {
  const publish = broker.publish.bind(broker) as Publish
  const end: Publish = (packet, client, done) => (client && typeof client === 'object' ? done?.() : publish(packet, client, done))
  broker.publish = end
}

/** The client is null, or left out, where the broker itself speaks. */
type Publish = (packet: PublishPacket, client: Client | null | (() => void), done?: () => void) => void

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
