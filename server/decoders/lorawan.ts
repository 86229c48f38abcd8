import { findSpelling, type MetricNames } from '../../domain/metricNames.ts'
import { AbsentSwitches } from './absentSwitches.ts'
import type { Decoded, DecodedReading, Source } from './decoder.ts'
import { fieldsOf, namesOf, type Field } from './fields.ts'
import { isObject, reject } from './json.ts'
import { decodeFields } from './measurements.ts'
import { Recent } from './recent.ts'
import { epochTime } from './writtenTime.ts'

const MOST_UPLINKS = 10_000
const MOST_HISTORY = 1_000
/** A repeat comes within the network's retries; a frame counter that starts anew may return later. */
const REPEAT_WITHIN_MS = 10 * 60_000
/** Cells of battery sensors give 1.5 to 4.2 V. */
const VOLTS = { least: 1, most: 5 }

type Time = DecodedReading['ts']

export interface Uplink {
  readonly source: Source
  /** What all copies of one uplink have in common. */
  readonly key: string
  /** The port: codecs send different kinds of message on different ones. */
  readonly port: string
  /** As the network says; absent where it says none. */
  readonly ts: Time
  readonly receivedAt: number
  /** What the payload codec made of the bytes. */
  readonly values: Readonly<Record<string, unknown>>
}

/**
 * What the LoRaWAN networks have in common: the values have the names and units of the payload codec. An uplink that
 * comes again is given the time of its first copy, so that it is the same reading and counts once, even where the first
 * one could not be stored.
 */
export class LorawanUplinks {
  readonly #names: MetricNames
  readonly #switches: AbsentSwitches
  readonly #first = new Recent<{ readonly receivedAt: number; readonly ts: number | string }>(MOST_UPLINKS)

  constructor(names: MetricNames) {
    this.#names = names
    this.#switches = new AbsentSwitches(names)
  }

  decode(uplink: Uplink): readonly Decoded[] {
    const { source } = uplink
    const { history, ...values } = uplink.values
    const late = Array.isArray(history) ? this.#history(source, history) : []
    if (late.length > 0 && Object.keys(values).length === 0) return late
    const complete = this.#switches.complete(source[0] ?? '', uplink.port, values)
    return [...decodeFields(this.#names, source, this.#timeOf(uplink), this.#fields(complete)), ...late]
  }

  #timeOf({ key, ts, receivedAt }: Uplink): Time {
    const first = this.#first.get(key)
    if (first && Math.abs(receivedAt - first.receivedAt) <= REPEAT_WITHIN_MS) return first.ts
    const time = ts ?? receivedAt
    this.#first.set(key, { receivedAt, ts: time })
    return time
  }

  /** Milesight's late samples, each with its own time in seconds. */
  #history(source: Source, history: readonly unknown[]): Decoded[] {
    const late = history.slice(0, MOST_HISTORY).flatMap((entry) => {
      if (!isObject(entry)) return [reject(source, 'invalid', 'an entry of history is no object')]
      const { timestamp, ...values } = entry
      const ts = epochTime(timestamp)
      return ts === undefined ? [reject(source, 'bad-time', 'an entry of history has no timestamp')] : decodeFields(this.#names, source, ts, this.#fields(values))
    })
    return history.length > MOST_HISTORY ? [...late, reject(source, 'too-large', `history has ${history.length} entries, more than ${MOST_HISTORY}`)] : late
  }

  /** Codecs call both a battery's per cent and its volts `battery`: a fraction such as 3.65 is volts. */
  #fields(values: Readonly<Record<string, unknown>>): Field[] {
    return fieldsOf(values).map((field) => {
      const { value } = field
      if (field.unit !== null || typeof value !== 'number' || Number.isInteger(value) || value < VOLTS.least || value > VOLTS.most) return field
      const spelling = findSpelling(this.#names, namesOf(field))
      return spelling !== null && spelling !== 'ignored' && spelling.metric === 'battery' ? { ...field, unit: 'V' } : field
    })
  }
}
