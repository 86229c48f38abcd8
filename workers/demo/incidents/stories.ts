import type { IncidentKind } from './incident.ts'

const MINUTE = 60_000

/** A kind of trouble that comes again and again, each time to another device. */
export interface Story {
  readonly name: string
  readonly kind: IncidentKind
  /** Devices it can come to. */
  readonly profiles: readonly string[]
  /** Milliseconds from one to the next. */
  readonly every: number
  /** Shortest and longest it takes, milliseconds. */
  readonly lasts: readonly [number, number]
  readonly strength: readonly [number, number]
}

const story = (name: string, kind: IncidentKind, profiles: readonly string[], everyMinutes: number, minutes: readonly [number, number], strength: readonly [number, number]): Story =>
  ({ name, kind, profiles, every: everyMinutes * MINUTE, lasts: [minutes[0] * MINUTE, minutes[1] * MINUTE], strength })

const COOLED = ['catering-chiller', 'catering-freezer', 'sample-fridge', 'cold-store-frozen', 'cold-store-chilled', 'chilled-meat']
const MEASURED = [...COOLED, 'hot-holding', 'special-room', 'dry-store']

/**
 * What goes on in the background at any time of the day. The lengths follow from the rules: a compressor that fails has
 * to let the warmth in first, and then the breach has to last. Rare ones are those that end critical.
 */
export const STORIES: readonly Story[] = [
  story('chiller fails', 'compressor', ['catering-chiller'], 9, [66, 82], [0.9, 1]),
  story('chiller fails for long', 'compressor', ['catering-chiller'], 110, [190, 215], [0.92, 1]),
  story('freezer fails', 'compressor', ['catering-freezer'], 18, [125, 150], [0.95, 1]),
  story('freezer fails for long', 'compressor', ['catering-freezer'], 100, [210, 240], [0.97, 1]),
  story('sample fridge fails', 'compressor', ['sample-fridge'], 28, [66, 80], [0.92, 1]),
  story('meat room fails', 'compressor', ['chilled-meat'], 75, [115, 135], [0.95, 1]),
  story('chilled store fails', 'compressor', ['cold-store-chilled'], 45, [170, 195], [0.96, 1]),
  story('frozen store fails', 'compressor', ['cold-store-frozen'], 45, [180, 205], [0.96, 1]),
  story('frozen store fails for long', 'compressor', ['cold-store-frozen'], 150, [245, 265], [0.98, 1]),
  story('chiller weakens', 'compressor', ['catering-chiller', 'cold-store-chilled'], 25, [150, 240], [0.45, 0.62]),
  story('thermostat sticks', 'overcooling', ['catering-chiller', 'cold-store-chilled'], 60, [62, 70], [1, 1]),
  story('warm goods', 'warm-load', ['catering-chiller', 'catering-freezer', 'cold-store-chilled', 'chilled-meat'], 10, [60, 60], [0.35, 0.8]),
  story('power loss', 'power', COOLED, 18, [20, 45], [1, 1]),
  story('door left open', 'door', ['catering-chiller', 'catering-freezer', 'cold-store-chilled', 'cold-store-frozen', 'door'], 15, [11, 14], [1, 1]),
  story('lid left off', 'heater', ['hot-holding'], 4, [8, 11], [0, 0.1]),
  story('heater fails', 'heater', ['hot-holding'], 40, [24, 32], [0.35, 0.9]),
  story('special room warm', 'hot-room', ['special-room'], 18, [25, 38], [0.1, 1]),
  story('dry store damp', 'damp', ['dry-store'], 90, [165, 190], [0.4, 1]),
  story('probe broken', 'fault-value', MEASURED, 4, [1.2, 2.6], [0, 1]),
  story('device silent', 'silence', MEASURED, 3.5, [5, 9], [1, 1]),
  story('device silent for long', 'silence', COOLED, 70, [34, 45], [1, 1]),
  story('probe stuck', 'stuck', COOLED, 200, [380, 420], [1, 1]),
  story('battery flat', 'flat-battery', MEASURED, 90, [240, 320], [0, 1]),
]
