import { derived } from './derived.ts'

/**
 * By how much a value has changed: the distance to the farthest reading within the rule's window before it, looking
 * up, down or both ways. `memory` holds two lists of time and value, of the readings that may still be the lowest and
 * the highest of the window: a reading followed by a lower one can never be the lowest again.
 */
export const change = derived((memory, rule, ts, value) => {
  const [lows = [], highs = []] = memory
  memory[0] = lows
  memory[1] = highs
  const edge = ts - rule.window
  if (rule.change !== 'fall') keep(lows, edge, ts, value, (last) => last >= value)
  if (rule.change !== 'rise') keep(highs, edge, ts, value, (last) => last <= value)
  // Takes the binary dust off a difference of decimals, so that 4.1 to 9.1 is 5.
  return Math.round(Math.max(value - (lows[1] ?? value), (highs[1] ?? value) - value) * 1e6) / 1e6
})

function keep(list: number[], edge: number, ts: number, value: number, isOutdone: (last: number) => boolean): void {
  let gone = 0
  while (gone < list.length && (list[gone] ?? 0) < edge) gone += 2
  if (gone > 0) list.splice(0, gone)
  while (list.length > 0 && isOutdone(list.at(-1) ?? 0)) list.length -= 2
  list.push(ts, value)
}
