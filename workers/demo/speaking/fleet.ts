import type { DemoDevice } from './demoDevice.ts'

const TURN_MS = 200
const CONNECT_MS = 100
/** Connections made at a time, so that the door is not run down. */
const CONNECTS_AT_A_TIME = 20
/** What is told of the past, by all devices together, in a second; the present comes before it. */
const PAST_A_SECOND = 3_000
const PAST_AT_A_TIME = 240
/** A device this far behind tells of the past, milliseconds. */
const PAST_MS = 10_000
const LIVE_AT_A_TIME = 20
/** The city counts as told up to now when this share of the devices is. */
const FLOWING_SHARE = 0.9
const NOTE_MS = 10_000

/** All demo devices: connects them one after the other, and lets each speak when it is time. */
export class Fleet {
  readonly #devices: readonly DemoDevice[]
  readonly #clock: () => number
  /** Called with a time up to which practically every device has spoken. */
  readonly #onFlowing: (until: number) => void
  readonly #timers: NodeJS.Timeout[] = []
  #connected = 0

  /** Devices connect, and tell of the past, in the order given. */
  constructor(devices: readonly DemoDevice[], clock: () => number, onFlowing: (until: number) => void) {
    this.#devices = devices
    this.#clock = clock
    this.#onFlowing = onFlowing
  }

  start(): void {
    this.#timers.push(
      setInterval(() => this.#connectSome(), CONNECT_MS),
      setInterval(() => this.#turn(), TURN_MS),
      setInterval(() => this.#note(), NOTE_MS),
    )
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.#note()
    for (const device of this.#devices) device.stop()
  }

  #connectSome(): void {
    const next = this.#devices.slice(this.#connected, this.#connected + CONNECTS_AT_A_TIME)
    this.#connected += next.length
    for (const device of next) device.start()
  }

  #turn(): void {
    const now = this.#clock()
    let past = (PAST_A_SECOND * TURN_MS) / 1000
    for (const device of this.#devices) {
      if (!device.isReady(now)) continue
      if (now - device.next < PAST_MS) device.speak(now, LIVE_AT_A_TIME)
      else if (past > 0) past -= device.speak(now, Math.min(past, PAST_AT_A_TIME))
    }
  }

  #note(): void {
    const now = this.#clock()
    const flowing = this.#devices.filter((device) => device.next > now - PAST_MS).length
    if (flowing >= FLOWING_SHARE * this.#devices.length) this.#onFlowing(now - PAST_MS)
  }
}
