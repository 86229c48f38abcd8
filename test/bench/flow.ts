import { setTimeout as pause } from 'node:timers/promises'
import type { MeasuredSystem } from './system.ts'
import type { Speaker } from './loadProcess.ts'
import { text, WireClient } from './wire.ts'

/** Devices whose alerts come and go while the desk is open. */
const RESTLESS = 120
const EVERY_MS = 500
/** So many turns after its crossing a device is back in range. */
const TURNS_OPEN = 60
const MOST_AT_ONCE = 500

interface Voice {
  readonly client: WireClient
  readonly topic: Buffer
}

/** Readings that raise alerts: thousands that stay open, and some that come and go. */
export class Flow {
  opened = 0
  cleared = 0
  readonly #system: MeasuredSystem
  readonly #clients: WireClient[] = []
  #restless: Voice[] = []
  #timer: NodeJS.Timeout | null = null
  #turn = 0

  constructor(system: MeasuredSystem) {
    this.#system = system
  }

  async start(): Promise<void> {
    await this.#system.admin.create('rules', { id: 'desk-rule', name: '冷藏超温', scope: { profiles: ['catering-chiller'] }, metric: 'temperature', above: 30, for: 0, severity: 'major', clear: { margin: 0, for: 0 }, order: 'none' })
    this.#restless = await this.#voices(await this.#system.register('restless', RESTLESS))
  }

  /** Raises as many alerts and waits until the API lists the last; seconds it took. */
  async flood(count: number): Promise<number> {
    const voices = await this.#voices(await this.#system.register('stay', count))
    const began = performance.now()
    for (const [at, voice] of voices.entries()) {
      say(voice, 40)
      if (at % MOST_AT_ONCE === 0) await pause(100)
    }
    for (;;) {
      const stats = await this.#system.admin.get<{ open: Record<string, number> }>('stats')
      if (Object.values(stats.open).reduce((sum, n) => sum + n, 0) >= count) return (performance.now() - began) / 1000
      if (performance.now() - began > 300_000) throw new Error(`only ${JSON.stringify(stats.open)} of ${count} alerts came`)
      await pause(200)
    }
  }

  /** Two alerts a second open, and as many clear. */
  run(): void {
    this.#timer = setInterval(() => {
      const crossing = this.#restless[this.#turn % RESTLESS]
      const back = this.#turn >= TURNS_OPEN ? this.#restless[(this.#turn - TURNS_OPEN) % RESTLESS] : undefined
      if (crossing) say(crossing, 40)
      if (back) say(back, 4)
      this.opened += 1
      if (back) this.cleared += 1
      this.#turn += 1
    }, EVERY_MS)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    for (const client of this.#clients) client.stop()
  }

  async #voices(speakers: readonly Speaker[]): Promise<Voice[]> {
    const voices: Voice[] = []
    for (const { user, token, devices } of speakers) {
      const client = new WireClient(this.#system.constellation.mqttPort, () => undefined)
      await client.start(`desk-${user}`, user, token)
      this.#clients.push(client)
      for (const device of devices) voices.push({ client, topic: text(`mingjian/${device}/readings`) })
    }
    return voices
  }
}

function say({ client, topic }: Voice, temperature: number): void {
  client.publish([{ topic, payload: `{"ts":${Date.now()},"values":{"temperature":${temperature}}}` }])
}
