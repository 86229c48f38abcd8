import mqtt from 'mqtt'
import { setTimeout as pause } from 'node:timers/promises'
import type { DeviceLedger, SenderTask } from './ledger.ts'
import { DevicePlan, type PlannedReading } from './plan.ts'
import { between, randomFrom } from './random.ts'

/** A device keeps back while its oldest unacknowledged reading is this far behind: past ten minutes it would be late. */
const MOST_OUTSTANDING_MS = 300_000

type Send = (items: readonly PlannedReading[]) => Promise<void>

/** One device that behaves as real ones do: what is not acknowledged is sent again, until it is. */
export class DeviceSender {
  readonly ledger: DeviceLedger
  readonly #plan: DevicePlan
  readonly #random: () => number
  readonly #rhythmMs: number
  readonly #send: Send
  readonly #end: () => Promise<void>
  readonly #outstanding = new Set<{ oldest: number; done: Promise<void> }>()
  #finishing = false

  constructor(task: SenderTask, device: SenderTask['devices'][number]) {
    const { id, seed, way, token } = device
    this.ledger = { device: id, way, sent: [], acknowledged: [], planned: [], repeats: 0, refused: [] }
    this.#plan = new DevicePlan(id, seed, task.from)
    this.#random = randomFrom(seed ^ 0x5eed)
    this.#rhythmMs = task.rhythmMs
    const route = way === 'mqtt' ? overMqtt(task.mqttUrl, id, token, this.ledger) : overHttp(task.url, id, token, this.ledger)
    this.#send = route.send
    this.#end = route.end
  }

  finish(): void {
    this.#finishing = true
  }

  /** Sends until told to finish, then the rest of its plan; returns when all is acknowledged. */
  async run(): Promise<void> {
    await pause(this.#random() * this.#rhythmMs)
    while (!this.#finishing) {
      await this.#roomFor()
      this.#message(Array.from({ length: between(this.#random, 1, 5) }, () => this.#plan.next()))
      await pause(this.#rhythmMs * (0.5 + this.#random()))
    }
    const rest = this.#plan.rest()
    if (rest.length > 0) this.#message(rest)
    await Promise.all([...this.#outstanding].map(({ done }) => done))
    this.ledger.planned = this.#plan.alerts
    await this.#end()
  }

  #message(readings: readonly PlannedReading[]): void {
    this.ledger.sent.push(...readings)
    // Out of order within the message at times, and at times the whole of it twice.
    const items = this.#random() < 0.3 ? [...readings].reverse() : readings
    const twice = this.#random() < 0.05
    if (twice) this.ledger.repeats += 1
    const done = Promise.all([this.#send(items), ...(twice ? [this.#send(items)] : [])]).then(() => {
      this.ledger.acknowledged.push(...readings)
      this.#outstanding.delete(entry)
    })
    const entry = { oldest: readings[0]?.ts ?? 0, done }
    this.#outstanding.add(entry)
  }

  /** Waits until the next message will not put what is still out too far behind. */
  async #roomFor(): Promise<void> {
    const newest = this.ledger.sent.at(-1)?.ts ?? 0
    for (const { oldest, done } of this.#outstanding) if (newest - oldest > MOST_OUTSTANDING_MS) await done
  }
}

interface Route {
  readonly send: Send
  readonly end: () => Promise<void>
}

function overMqtt(url: string, id: string, token: string, ledger: DeviceLedger): Route {
  const client = mqtt.connect(url, { username: id, password: token, clientId: `${id}-sender`, protocolVersion: 4, reconnectPeriod: 300, connectTimeout: 5_000, keepalive: 10 })
  // Connections break here all the time; the client connects again and sends what was not acknowledged.
  client.on('error', () => undefined)
  return {
    async send(items) {
      const message = JSON.stringify(items.map(payload))
      const attempt = (): Promise<boolean> => client.publishAsync(`mingjian/${id}/readings`, message, { qos: 1 }).then(() => true, () => false)
      // The client rejects what it was about to send when the connection broke.
      while (!(await attempt())) {
        ledger.repeats += 1
        await pause(100)
      }
    },
    end: () => client.endAsync(true),
  }
}

function overHttp(url: string, id: string, token: string, ledger: DeviceLedger): Route {
  const attempt = async (body: string): Promise<boolean> => {
    const response = await fetch(`${url}/api/v1/readings`, {
      method: 'POST', body, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, signal: AbortSignal.timeout(10_000),
    })
    if (response.status !== 200 && response.status !== 207) return false
    const { errors } = (await response.json()) as { errors: { type: string; detail: string }[] }
    ledger.refused.push(...errors.map(({ type, detail }) => `${type}: ${detail}`))
    return true
  }
  return {
    async send(items) {
      const body = JSON.stringify(items.map((item) => ({ device: id, ...payload(item) })))
      while (!(await attempt(body).catch(() => false))) {
        ledger.repeats += 1
        await pause(300)
      }
    },
    end: () => Promise.resolve(),
  }
}

function payload({ ts, value }: PlannedReading): object {
  return { ts, values: { temperature: value } }
}
