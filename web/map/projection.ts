/** Screen position, in pixels, of a longitude and latitude. */
export type Projection = (point: readonly [number, number]) => [number, number]

type Corner = readonly [number, number]

/**
 * The map is drawn without a curved projection, so two known corners give every other place by proportion;
 * asking the chart for each of a thousand alerts on each frame would cost far more.
 */
export function linearProjection(corners: readonly [Corner, Corner], a: readonly number[] | undefined, b: readonly number[] | undefined): Projection | null {
  const [ax, ay] = a ?? []
  const [bx, by] = b ?? []
  if (ax === undefined || ay === undefined || bx === undefined || by === undefined) return null
  if (![ax, ay, bx, by].every(Number.isFinite)) return null
  const [from, to] = corners
  const perLng = (bx - ax) / (to[0] - from[0])
  const perLat = (by - ay) / (to[1] - from[1])
  return ([lng, lat]) => [ax + (lng - from[0]) * perLng, ay + (lat - from[1]) * perLat]
}
