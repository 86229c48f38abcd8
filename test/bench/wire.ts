import net from 'node:net'

/** The few packets of MQTT 3.1.1 that a load generator needs, so that it costs far less than what it loads. */
export function connectPacket(clientId: string, user: string, password: string): Buffer {
  const body = Buffer.concat([text('MQTT'), Buffer.from([4, 0xc2, 0, 0]), text(clientId), text(user), text(password)])
  return Buffer.concat([Buffer.from([0x10]), lengthOf(body.length), body])
}

export function publishPacket(topic: Buffer, id: number, payload: string): Buffer {
  const size = Buffer.byteLength(payload)
  const length = lengthOf(topic.length + 2 + size)
  const packet = Buffer.allocUnsafe(1 + length.length + topic.length + 2 + size)
  packet[0] = 0x32
  let at = 1 + length.copy(packet, 1)
  at += topic.copy(packet, at)
  at = packet.writeUInt16BE(id, at)
  packet.write(payload, at, 'utf8')
  return packet
}

export function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  const head = Buffer.alloc(2)
  head.writeUInt16BE(bytes.length)
  return Buffer.concat([head, bytes])
}

function lengthOf(size: number): Buffer {
  const bytes: number[] = []
  let rest = size
  do {
    const byte = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? byte | 0x80 : byte)
  } while (rest > 0)
  return Buffer.from(bytes)
}

/** One connection that publishes at QoS 1; `onAcknowledged` hears how many came at once. */
export class WireClient {
  readonly #socket: net.Socket
  readonly #onAcknowledged: (count: number) => void
  #id = 0
  #connected: ((error?: Error) => void) | null = null
  /** Bytes of a packet not yet whole. */
  #rest: Buffer = Buffer.alloc(0)

  constructor(port: number, onAcknowledged: (count: number) => void) {
    this.#onAcknowledged = onAcknowledged
    this.#socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', (data) => this.#read(data))
    this.#socket.on('error', (error) => this.#connected?.(error))
    this.#socket.on('close', () => this.#connected?.(new Error('the connection was closed')))
  }

  start(clientId: string, user: string, password: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#connected = (error) => (error ? reject(error) : resolve())
      this.#socket.write(connectPacket(clientId, user, password))
    })
  }

  /** Packets given together leave in one write. */
  publish(messages: readonly { topic: Buffer; payload: string }[]): void {
    this.#socket.write(Buffer.concat(messages.map(({ topic, payload }) => {
      this.#id = this.#id >= 65_535 ? 1 : this.#id + 1
      return publishPacket(topic, this.#id, payload)
    })))
  }

  stop(): void {
    this.#connected = null
    this.#socket.destroy()
  }

  /** The answers are all four bytes long: CONNACK once, then PUBACKs. */
  #read(data: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, data]) : data
    let [at, acknowledged] = [0, 0]
    for (; at + 4 <= bytes.length; at += 4) {
      if (bytes[at] === 0x40) acknowledged += 1
      else if (bytes[at] === 0x20) this.#connected?.(bytes[at + 3] === 0 ? undefined : new Error(`refused with ${bytes[at + 3]}`))
      else throw new Error(`unexpected packet ${bytes[at]}`)
    }
    this.#rest = bytes.subarray(at)
    if (acknowledged > 0) this.#onAcknowledged(acknowledged)
  }
}
