/** Shares of the picture, 0 to 1: x, y, width, height. */
export type Box = readonly [number, number, number, number]

/** What rounding may add to a whole. */
const SLACK = 0.001

/** The frame that four sides make; null where one is missing, or where it is empty or leaves the picture. */
export function boxOf(sides: readonly (number | null)[]): Box | null {
  const [x, y, width, height, more] = sides
  if (typeof x !== 'number' || typeof y !== 'number' || typeof width !== 'number' || typeof height !== 'number' || more !== undefined) return null
  if (x < 0 || x >= 1 || y < 0 || y >= 1 || width <= 0 || height <= 0 || x + width > 1 + SLACK || y + height > 1 + SLACK) return null
  return [x, y, Math.min(width, 1 - x), Math.min(height, 1 - y)]
}
