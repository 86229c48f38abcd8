// A process of its own that publishes readings, as fast as they are acknowledged or at a given rate.
import { setTimeout as pause } from 'node:timers/promises'
import type { FromLoad, LoadRun, Speaker, ToLoad } from './loadProcess.ts'
import { text, WireClient } from './wire.ts'

/** Event time between two readings of a device. */
const STEP_MS = 60_000

interface Connection {
  readonly client: WireClient
  readonly devices: { topic: Buffer; ts: number }[]
  next: number
  out: number
}

const connections: Connection[] = []
let acknowledged = 0
let refill: ((connection: Connection) => void) | null = null

async function open(port: number, speakers: readonly Speaker[], from: number): Promise<void> {
  for (const { user, token, devices } of speakers) {
    const connection: Connection = {
      client: new WireClient(port, (count) => {
        acknowledged += count
        connection.out -= count
        refill?.(connection)
      }),
      devices: devices.map((id) => ({ topic: text(`mingjian/${id}/readings`), ts: from })), next: 0, out: 0,
    }
    await connection.client.start(`load-${user}`, user, token)
    connections.push(connection)
  }
}

function message(connection: Connection, perMessage: number): { topic: Buffer; payload: string } {
  const device = connection.devices[connection.next++ % connection.devices.length]
  if (!device) throw new Error('a connection without devices')
  const items: string[] = []
  for (let n = 0; n < perMessage; n += 1) {
    device.ts += STEP_MS
    items.push(`{"ts":${device.ts},"values":{"temperature":${(2 + ((device.ts / STEP_MS) % 40) / 10).toFixed(1)}}}`)
  }
  return { topic: device.topic, payload: perMessage === 1 ? (items[0] ?? '') : `[${items.join(',')}]` }
}

/** Keeps `inFlight` messages out on every connection. */
async function flood({ perMessage, inFlight, seconds }: LoadRun): Promise<void> {
  refill = (connection) => {
    const room = inFlight - connection.out
    if (room < inFlight / 2) return
    connection.out += room
    connection.client.publish(Array.from({ length: room }, () => message(connection, perMessage)))
  }
  for (const connection of connections) refill(connection)
  await pause(seconds * 1000)
  refill = null
}

/** Sends `rate` messages a second, spread over the connections, whatever is acknowledged. */
async function pace({ perMessage, rate = 1, seconds }: LoadRun): Promise<void> {
  const began = performance.now()
  let [sent, turn] = [0, 0]
  while (performance.now() - began < seconds * 1000) {
    const due = Math.floor(((performance.now() - began) / 1000) * rate)
    for (; sent < due; sent += 1) {
      const connection = connections[turn++ % connections.length]
      if (!connection) throw new Error('no connection')
      connection.out += 1
      connection.client.publish([message(connection, perMessage)])
    }
    await pause(2)
  }
}

async function run(task: LoadRun): Promise<void> {
  const before = acknowledged
  const began = performance.now()
  await (task.rate === undefined ? flood(task) : pace(task))
  const until = performance.now() + 60_000
  while (connections.some(({ out }) => out > 0) && performance.now() < until) await pause(5)
  const missing = connections.reduce((sum, { out }) => sum + out, 0)
  tell({ type: 'done', readings: (acknowledged - before) * task.perMessage, missing, seconds: (performance.now() - began) / 1000 })
}

function tell(message: FromLoad): void {
  process.send?.(message)
}

process.on('message', (message: ToLoad) => {
  if (message.type === 'open') void open(message.port, message.speakers, message.from).then(() => tell({ type: 'open' }), (error: Error) => tell({ type: 'failed', why: error.message }))
  else void run(message.run)
})
process.on('disconnect', () => process.exit(0))
