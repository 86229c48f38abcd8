import { findSpelling, type MetricNames } from '../../domain/metricNames.ts'
import { METRICS } from '../../domain/metrics.ts'
import { Recent } from './recent.ts'

const MOST_KINDS = 5_000
const MOST_KEYS = 40

type Values = Readonly<Record<string, unknown>>

/**
 * Some codecs, as protobuf's JSON does, leave `false` and 0 out, so that a door's closing looks like a message without
 * a door. Where a device has sent the very same names, on the same port, together with a door or power switch, the
 * message is of that kind and the switch that is missing is false. Names alone that never came with a switch prove
 * nothing, and a missing number is never taken for 0: it stays missing.
 */
export class AbsentSwitches {
  readonly #names: MetricNames
  readonly #kinds = new Recent<ReadonlyMap<string, false | 0>>(MOST_KINDS)

  constructor(names: MetricNames) {
    this.#names = names
  }

  /** The values with the switches that were left out, and what this message teaches remembered. */
  complete(device: string, port: string, values: Values): Values {
    const keys = Object.keys(values)
    if (keys.length > MOST_KEYS) return values
    const present = keys.filter((key) => this.#isSwitch(key, values[key]))
    const others = keys.filter((key) => !present.includes(key)).map((key) => key.slice(0, MOST_KEYS)).sort()
    if (others.length === 0) return values
    const kind = JSON.stringify([device, port, others])
    const known = this.#kinds.get(kind)
    if (present.length > 0) this.#kinds.set(kind, new Map([...(known ?? []), ...present.slice(0, MOST_KEYS).map((key) => [key, zeroOf(values[key])] as const)]))
    const absent = [...(known ?? [])].filter(([key]) => !Object.hasOwn(values, key))
    return absent.length === 0 ? values : { ...values, ...Object.fromEntries(absent) }
  }

  #isSwitch(key: string, value: unknown): boolean {
    if (typeof value !== 'boolean' && value !== 0 && value !== 1) return false
    const spelling = findSpelling(this.#names, [key])
    return spelling !== null && spelling !== 'ignored' && METRICS[spelling.metric].onChange
  }
}

function zeroOf(value: unknown): false | 0 {
  return typeof value === 'boolean' ? false : 0
}
