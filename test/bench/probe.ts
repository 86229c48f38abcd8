import { io, type Socket } from 'socket.io-client'
import { setTimeout as pause } from 'node:timers/promises'
import type { Alert } from '../../domain/alert.ts'
import type { LiveEvent, SubscriptionAnswer } from '../../domain/live.ts'
import type { MeasuredSystem } from './system.ts'
import { text, WireClient } from './wire.ts'

const DEVICES = 40
/** Crossings a second: some 860,000 alerts a day, far above what a city sees, so that a minute's p99 is not one draw. */
const RATE = 10

/**
 * Devices that cross their limit at known instants, and a bare client that waits for the alert. Both live in this
 * process, so one clock times the whole way: from just before the publish to the receipt of the event.
 */
export class Probe {
  readonly #system: MeasuredSystem
  readonly #sentAt = new Map<string, number>()
  readonly #waits: number[] = []
  #clients: { client: WireClient; device: string; topic: Buffer }[] = []
  #socket: Socket | null = null

  constructor(system: MeasuredSystem) {
    this.#system = system
  }

  async start(): Promise<void> {
    const { admin, constellation } = this.#system
    await admin.unit('probe-unit')
    const devices = Array.from({ length: DEVICES }, (_, n) => `probe-${n}`)
    for (const device of devices) {
      const token = await admin.device(device, 'probe-unit', { profile: 'dry-store', interval: 3_600 })
      const client = new WireClient(constellation.mqttPort, () => undefined)
      await client.start(`${device}-probe`, device, token)
      this.#clients.push({ client, device, topic: text(`mingjian/${device}/readings`) })
    }
    await admin.create('rules', { id: 'probe-rule', name: '探针', scope: { deviceIds: devices }, metric: 'temperature', above: 8, for: 0, severity: 'major', clear: { margin: 0, for: 0 }, order: 'none' })
    const socket = io(`${constellation.url}/live`, { auth: { token: constellation.adminToken }, transports: ['websocket'] })
    this.#socket = socket
    socket.on('event', (event: LiveEvent) => this.#take(event))
    await new Promise<void>((resolve, reject) => {
      socket.once('connect_error', reject)
      socket.emit('subscribe', { topics: ['alerts'] }, ({ error }: SubscriptionAnswer) => (error === undefined ? resolve() : reject(new Error(error))))
    })
  }

  /** Crosses limits for so long; the milliseconds each alert took, and how many never came. */
  async run(seconds: number): Promise<{ waits: number[]; missing: number }> {
    this.#waits.length = 0
    this.#sentAt.clear()
    const began = performance.now()
    for (let n = 0; n < seconds * RATE; n += 1) {
      await pause(Math.max(0, began + (n * 1000) / RATE - performance.now()))
      const one = this.#clients[n % DEVICES]
      if (!one) throw new Error('no probe')
      const ts = Date.now()
      this.#sentAt.set(`${one.device} ${new Date(ts).toISOString()}`, performance.now())
      one.client.publish([{ topic: one.topic, payload: `{"ts":${ts},"values":{"temperature":20}}` }])
      // Back in range half a turn later, so that the next crossing is an alert of its own.
      setTimeout(() => one.client.publish([{ topic: one.topic, payload: `{"ts":${Date.now()},"values":{"temperature":4}}` }]), (500 * DEVICES) / RATE)
    }
    for (let n = 0; n < 100 && this.#sentAt.size > 0; n += 1) await pause(100)
    return { waits: [...this.#waits], missing: this.#sentAt.size }
  }

  stop(): void {
    this.#socket?.disconnect()
    for (const { client } of this.#clients) client.stop()
  }

  #take(event: LiveEvent): void {
    const now = performance.now()
    const alert = event.data as Alert
    const key = `${alert.deviceId} ${alert.breachedAt}`
    const sent = this.#sentAt.get(key)
    if (sent === undefined) return
    this.#sentAt.delete(key)
    this.#waits.push(now - sent)
  }
}
