import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import jsmodbus, { type ModbusTCPServer } from 'jsmodbus'
import { pino } from 'pino'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Decoded } from '../../server/decoders/decoder.ts'
import { modbusController } from '../../server/decoders/modbus.ts'
import { ModbusPoller } from '../../server/poll/modbusPoller.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A TCP server on a free port, or on the one given, whose connections end with it. */
async function listen(port = 0, onConnection: (socket: Socket) => void = () => undefined): Promise<{ server: Server; port: number; close: () => Promise<void>; sockets: Set<Socket> }> {
  const server = createServer(onConnection)
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => void sockets.add(socket.on('error', () => undefined)))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = () => new Promise<void>((resolve) => {
    for (const socket of sockets) socket.destroy()
    server.close(() => resolve())
  })
  closing.push(close)
  return { server, port: (server.address() as AddressInfo).port, close, sockets }
}

function controllerOn({ server }: { server: Server }): ModbusTCPServer {
  const modbus = new jsmodbus.server.TCP(server, { holding: Buffer.alloc(200), input: Buffer.alloc(20), coils: Buffer.alloc(4), discrete: Buffer.alloc(4) })
  modbus.holding.writeInt16BE(-184, 20)
  modbus.holding.writeFloatBE(4.5, 40)
  modbus.coils.writeUInt8(0b100, 0)
  return modbus
}

function poll(port: number, more: object = {}): { raws: string[]; items: Decoded[]; readings: () => Decoded[]; online: () => boolean[] } {
  const items: Decoded[] = []
  const raws: string[] = []
  const controller = modbusController.parse({
    host: '127.0.0.1', port, interval: 1, timeout: 0.5, ...more,
    points: [
      { device: 'store-1', metric: 'temperature', address: 10, scale: 0.1 }, { device: 'store-1', metric: 'door', table: 'coil', address: 2 },
      { device: 'store-2', metric: 'temperature', address: 20, type: 'float32' },
    ],
  })
  const poller = new ModbusPoller({ controller, clock: Date.now, log: pino({ level: 'silent' }), onItems: (given, raw) => void (items.push(...given), raws.push(raw)) })
  poller.start()
  closing.push(() => poller.stop())
  return { raws, items, readings: () => items.filter(({ kind }) => kind === 'reading'), online: () => items.flatMap((one) => (one.kind === 'status' ? [one.online] : [])) }
}

const soon = { timeout: 60_000, interval: 20 }

describe('a Modbus TCP controller', () => {
  test('is read at its interval over one connection', async () => {
    const tcp = await listen()
    const modbus = controllerOn(tcp)
    const { raws, items, readings } = poll(tcp.port)
    await vi.waitFor(() => expect(readings().length).toBeGreaterThanOrEqual(2), soon)
    // 4.5 as a float is 0x40900000.
    expect(JSON.parse(raws[0] ?? '')).toMatchObject({ holding: { 10: 65_536 - 184, 20: 0x4090, 21: 0 }, coil: { 2: true } })
    expect(items.slice(0, 3)).toMatchObject([
      { kind: 'status', source: [], online: true },
      { kind: 'reading', source: ['store-1'], values: { temperature: -18.4, door: 1 } },
      { kind: 'reading', source: ['store-2'], values: { temperature: 4.5 } },
    ])
    modbus.holding.writeInt16BE(0x7fff, 20)
    await vi.waitFor(() => expect(readings()).toContainEqual(expect.objectContaining({ values: { temperature: 32_767, door: 1 } })), soon)
    expect(tcp.sockets.size).toBe(1)
  })

  test('that goes away is told so, and read again once it is back', async () => {
    const tcp = await listen()
    controllerOn(tcp)
    const { raws, readings, online } = poll(tcp.port)
    await vi.waitFor(() => expect(readings()).not.toEqual([]), soon)
    await tcp.close()
    await vi.waitFor(() => expect(online().at(-1)).toBe(false), soon)
    await vi.waitFor(() => expect(raws.at(-1)).toContain('ECONNREFUSED'), soon)
    const before = readings().length
    controllerOn(await listen(tcp.port))
    await vi.waitFor(() => expect(readings().length).toBeGreaterThan(before), soon)
    expect(online().at(-1)).toBe(true)
  })

  test('that refuses one address is still read at the others', async () => {
    const tcp = await listen()
    const requests = { 3: (start: number) => (start === 20 ? [0x83, 2] : [3, 2, 0xff, 0x48]), 1: () => [1, 1, 1] }
    tcp.server.on('connection', (socket) => socket.on('data', (asked: Buffer) => {
      const body = (requests[asked.readUInt8(7) as 1 | 3] ?? (() => [0x83, 1]))(asked.readUInt16BE(8))
      socket.write(Buffer.from([...asked.subarray(0, 4), 0, body.length + 1, asked.readUInt8(6), ...body]))
    }))
    const { items } = poll(tcp.port)
    await vi.waitFor(() => expect(items.length).toBeGreaterThanOrEqual(3), soon)
    expect(items.slice(0, 3)).toMatchObject([
      { kind: 'status', online: true }, { kind: 'reading', values: { temperature: -18.4, door: 1 } },
      { kind: 'rejection', detail: expect.stringContaining('holding 20 to 21') },
    ])
  })

  test.each<[string, (socket: Socket) => void]>([
    ['never answers', () => undefined],
    ['answers rubbish without end', (socket) => socket.on('data', () => void socket.write(Buffer.alloc(200_000, 0x7f)))],
    ['hangs up', (socket) => void socket.on('data', () => socket.destroy())],
  ])('that %s is offline, and stopping does not wait for it', async (_what, onConnection) => {
    const tcp = await listen(0, onConnection)
    const { readings, online } = poll(tcp.port)
    await vi.waitFor(() => expect(online()).toContain(false), soon)
    expect(online()).not.toContain(true)
    expect(readings()).toEqual([])
  })
})
