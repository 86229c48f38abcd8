import type { Logger } from 'pino'
import type { RedisClient } from '../../stores/redis/connect.ts'
import { onceThereIsRoom } from '../door/busy.ts'
import type { Gateways } from '../gateways/gateways.ts'
import { controllerOf } from '../poll/controllerOf.ts'
import { ModbusPoller } from '../poll/modbusPoller.ts'
import type { DeviceRegister, KnownDevice } from '../register/deviceRegister.ts'
import { Tenure } from '../tenure/tenure.ts'
import { EventStream, isPulled } from './eventStream.ts'

/** Registrations often come in a row. */
const GATHER_MS = 50
/** A look at the register in case a change was told to nobody. */
const LOOK_AGAIN_MS = 30_000

/** Something that asks one gateway. */
interface Asking {
  start(): void
  stop(): Promise<void>
}

interface Asked {
  /** What the asking was made from: with other settings another is made. */
  readonly made: string
  readonly tenure: Tenure
}

interface Parts {
  readonly redis: RedisClient
  /** Of this server, the same after a restart. */
  readonly name: string
  readonly register: DeviceRegister
  readonly gateways: Gateways
  readonly clock: () => number
  readonly log: Logger
}

/** Asks the registered gateways that do not come by themselves: each of them by one server at a time. */
export class AskedGateways {
  readonly #parts: Parts
  readonly #asked = new Map<string, Asked>()
  /** Tenures that end, so that the next one of the same gateway waits for them. */
  #ending: Promise<unknown> = Promise.resolve()
  #forget: (() => void) | null = null
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  start(): void {
    this.#forget = this.#parts.register.onChange(() => this.#lookIn(GATHER_MS))
    void this.#look()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#forget?.()
    clearTimeout(this.#timer)
    await this.#ending
    await Promise.all([...this.#asked.values()].map(({ tenure }) => tenure.stop()))
    this.#asked.clear()
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#timer)
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#look(), ms)
  }

  async #look(): Promise<void> {
    const found = await this.#parts.register.foreignGateways().catch((error: unknown) => {
      this.#parts.log.warn({ error: (error as Error).message }, 'the gateways to ask could not be read')
      return null
    })
    if (found) {
      this.#ending = this.#ending.then(() => this.#bringTo(found))
      await this.#ending
    }
    this.#lookIn(found ? LOOK_AGAIN_MS : 1_000)
  }

  async #bringTo(found: readonly KnownDevice[]): Promise<void> {
    if (this.#stopped) return
    const wanted = new Map(found.filter(({ settings }) => settings?.connection).map((gateway) => [gateway.id, { gateway, made: JSON.stringify([gateway.format, gateway.settings]) }]))
    const over = [...this.#asked].filter(([id, { made }]) => wanted.get(id)?.made !== made)
    await Promise.all(over.map(([id, { tenure }]) => {
      this.#asked.delete(id)
      return tenure.stop()
    }))
    for (const [id, { gateway, made }] of wanted) {
      if (this.#asked.has(id)) continue
      const asking = this.#askingOf(gateway)
      if (!asking) continue
      const { redis, name, log } = this.#parts
      const tenure = new Tenure({ redis, name, log, share: `ask:${id}`, onHeld: () => asking.start(), onLost: () => asking.stop() })
      this.#asked.set(id, { made, tenure })
      tenure.start()
    }
  }

  #askingOf(gateway: KnownDevice): Asking | null {
    return gateway.format === 'modbus' ? this.#controller(gateway) : isPulled(gateway.format) ? this.#stream(gateway, gateway.format) : null
  }

  #controller(gateway: KnownDevice): Asking | null {
    const read = controllerOf(gateway.settings ?? {})
    if ('faults' in read) {
      this.#parts.log.error({ gateway: gateway.id, faults: read.faults }, 'the controller can not be asked')
      return null
    }
    const { controller } = read
    const origin = { source: 'http' as const, address: `modbus://${controller.host}:${controller.port}/${controller.unit}` }
    const { gateways, clock, log } = this.#parts
    return new ModbusPoller({
      controller, clock, log,
      onItems: async (items, raw) => void (await this.#once(() => gateways.deliver(gateway, origin, items, raw))),
    })
  }

  #stream(gateway: KnownDevice, vendor: 'hikvision' | 'dahua'): Asking {
    const { address = '', username = '', password = '' } = gateway.settings?.connection ?? {}
    const { gateways, log } = this.#parts
    const origin = { source: 'http' as const, address }
    const tell = (online: boolean, reason: string): void => {
      if (!online) log.warn({ gateway: gateway.id, reason }, 'the event stream of a gateway is down')
      void this.#once(() => gateways.deliver(gateway, origin, [{ kind: 'status', source: [], online }], reason)).catch((error: unknown) => log.error({ gateway: gateway.id, error: (error as Error).message }, 'the state of a gateway could not be kept'))
    }
    return new EventStream(vendor, {
      address, credentials: { username, password }, onLine: tell,
      onMessage: async (message) => void (await this.#once(() => gateways.take(gateway, origin, message))),
    })
  }

  /** Waits for room at the door: the device waits with us. */
  #once<T>(work: () => Promise<T>): Promise<T> {
    return onceThereIsRoom(work, () => this.#stopped)
  }
}
