import type { MetricName } from './metrics.ts'

/** What a name used by others stands for. */
export interface Spelling {
  readonly metric: MetricName
  /** Unit of its numbers where the value itself names none; one of `unitsOf(metric)`. */
  readonly unit: string
  /** Place in the list: where one message has several names of a metric, the lowest is the device's own. */
  readonly rank: number
}

/** The names by which gateways and codecs call our metrics, by their plain form. */
export interface MetricNames {
  readonly spellings: ReadonlyMap<string, Spelling>
  /** Names known to be no metric of ours (chip temperature, battery voltage): neither taken nor complained about. */
  readonly ignored: ReadonlySet<string>
}

const LONGEST_NAME = 100

/** Case, spaces, dots, hyphens and underscores tell no names apart: `TempC_SHT` is `tempcsht`. */
export function plainName(name: string): string {
  return name.slice(0, LONGEST_NAME).toLowerCase().replace(/[\s._\-/:]+/g, '')
}

/** A channel number (`temperature_2`, `Temperature2`); never the 2 of CO2. */
const CHANNEL = /(?<=.)[\s._\-/:]+\d{1,3}$|(?<=\p{L}{4})\d{1,3}$/u

/** What the first known of these names stands for, whatever their channel; null where none is known. */
export function findSpelling(names: MetricNames, candidates: readonly string[]): Spelling | 'ignored' | null {
  for (const candidate of candidates) {
    const short = candidate.slice(0, LONGEST_NAME)
    const found = lookUp(names, plainName(short)) ?? (CHANNEL.test(short) ? lookUp(names, plainName(short.replace(CHANNEL, ''))) : null)
    if (found) return found
  }
  return null
}

function lookUp(names: MetricNames, plain: string): Spelling | 'ignored' | null {
  return names.ignored.has(plain) ? 'ignored' : (names.spellings.get(plain) ?? null)
}
