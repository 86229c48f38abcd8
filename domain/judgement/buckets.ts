/**
 * A rolling window that moves in steps of a twenty-fourth of itself, so that what is remembered of it stays small:
 * a list of steps, each with a number and what was summed in it, oldest first.
 */
const STEPS = 24

/** Lets go of the steps behind the window, and returns the step of `ts`, made by `fresh` where it is not there yet. */
export function stepOf(steps: number[][], window: number, ts: number, fresh: () => number[]): number[] {
  const size = Math.ceil(window / STEPS)
  const number = Math.floor(ts / size)
  while (steps.length > 0 && (steps[0]?.[0] ?? 0) <= number - STEPS) steps.shift()
  const last = steps.at(-1)
  if (last !== undefined && last[0] === number) return last
  const step = [number, ...fresh()]
  steps.push(step)
  return step
}

/** How much of the window the steps reach over: 0 to 1. */
export function coverage(steps: readonly number[][]): number {
  return steps.length === 0 ? 0 : ((steps.at(-1)?.[0] ?? 0) - (steps[0]?.[0] ?? 0) + 1) / STEPS
}
