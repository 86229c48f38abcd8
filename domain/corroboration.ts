import type { MetricName } from './metrics.ts'
import type { Severity } from './severity.ts'

/** A kind that one camera alone may well be wrong about: a second source of the same unit makes it certain. */
export interface Corroboration {
  /** How far apart in time the two may lie, in milliseconds. */
  readonly withinMs: number
  /** How bad it is taken to be while nothing else says so. */
  readonly alone: Severity
  /** Sensors whose open alert is a second source; with `above`, only where its value is beyond that. */
  readonly sensors: readonly { readonly metric: MetricName; readonly above: number | null }[]
}

/** One source: an alert, from its breach to the last that was heard of it. Times are epoch milliseconds. */
export interface Source {
  readonly alertId: string
  readonly deviceId: string
  readonly unitId: string
  readonly from: number
  /** Infinity while it lasts. */
  readonly until: number
}

/** The sources that bear the claim out: of the same unit, from another device, and no further apart than the kind allows. */
export function witnessesOf(claim: Source, sources: readonly Source[], { withinMs }: Corroboration): Source[] {
  return sources.filter((source) => source.unitId === claim.unitId && source.deviceId !== claim.deviceId
    && source.from <= claim.until + withinMs && claim.from <= source.until + withinMs)
}

/** Whether a sensor's alert is one that bears such a claim out. */
export function isWitness({ metric, value }: { readonly metric: string | null; readonly value: number | null }, { sensors }: Corroboration): boolean {
  return sensors.some((sensor) => sensor.metric === metric && (sensor.above === null || (value !== null && value > sensor.above)))
}
