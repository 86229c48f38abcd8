/** A curve drawn without a chart library, which a phone on a poor line would wait for. */
export interface Sketch {
  /** Path of the readings and height of the limit, in a box of `width` × `height`. */
  readonly path: string
  readonly limitY: number | null
  readonly first: number
  readonly last: number
}

const MARGIN = 0.08

/** The readings, oldest first, in a box; null where there are too few for a curve. */
export function sketchOf(readings: readonly (readonly [number, number])[], limit: number | null, width: number, height: number): Sketch | null {
  const [start, end] = [readings[0], readings.at(-1)]
  if (!start || !end || end[0] <= start[0]) return null
  const values = [...readings.map(([, value]) => value), ...(limit === null ? [] : [limit])]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = (high - low || 1) * (1 + 2 * MARGIN)
  const y = (value: number): number => round(height - ((value - low) / room + MARGIN / (1 + 2 * MARGIN)) * height)
  const x = (at: number): number => round(((at - start[0]) / (end[0] - start[0])) * width)
  const path = readings.map(([at, value], i) => `${i === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`).join('')
  return { path, limitY: limit === null ? null : y(limit), first: start[0], last: end[0] }
}

const round = (n: number): number => Math.round(n * 10) / 10
