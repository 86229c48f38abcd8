import type { Window } from './state.ts'

/** Where a reading came to stand: at the end, inside, on one of the same value, or on one of another. */
export type Place = 'end' | 'inside' | 'repeat' | 'conflict'

/** Puts a reading in its place in time. The first value of a moment stays. */
export function insert(window: Window, ts: number, value: number): Place {
  const { t, v } = window
  const last = t.length - 1
  if (last < 0 || (t[last] ?? 0) < ts) {
    t.push(ts)
    v.push(value)
    return 'end'
  }
  const at = firstNotBefore(t, ts)
  if (t[at] === ts) return v[at] === value ? 'repeat' : 'conflict'
  t.splice(at, 0, ts)
  v.splice(at, 0, value)
  return 'inside'
}

/** Index of the first time at or after `ts` in an ascending list. */
export function firstNotBefore(times: readonly number[], ts: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? Infinity) < ts) low = middle + 1
    else high = middle
  }
  return low
}
