/**
 * What changes with every temperature stands in one flat list of numbers: it is rewritten at each reading of each device,
 * and a list of numbers is rewritten in place. These are the places in it.
 */
export type Run = number[]

/** Time of the latest sample of either the temperature or the door. */
export const TAKEN = 0
/** Time (0 before the first) and value of the latest temperature. */
export const PREV = 1
export const VALUE = 2
/** The present run of readings that hardly differ: its start, its extremes, the time that counts. */
export const SINCE = 3
export const LOW = 4
export const HIGH = 5
export const HELD = 6

export function newRun(): Run {
  return [0, 0, 0, 0, 0, 0, 0]
}

/** The number at a place; every place is always there. */
export function at(run: Run, place: number): number {
  return run[place] ?? 0
}
