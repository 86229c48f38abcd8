import type { DistrictFeature } from '../api/shapes.ts'

type Ring = [number, number][]

const ringsOf = (feature: DistrictFeature): Ring[] =>
  feature.geometry.type === 'Polygon' ? [feature.geometry.coordinates[0] ?? []] : feature.geometry.coordinates.map((polygon) => polygon[0] ?? [])

function signedArea(ring: Ring): number {
  let sum = 0
  ring.forEach(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length] ?? [x, y]
    sum += x * ny - nx * y
  })
  return sum / 2
}

/** Where the name of a district goes: the centre of gravity of its largest part. */
export function labelPoint(feature: DistrictFeature): [number, number] {
  const ring = ringsOf(feature).reduce((a, b) => (Math.abs(signedArea(b)) > Math.abs(signedArea(a)) ? b : a), [])
  const area = signedArea(ring)
  if (area === 0) return ring[0] ?? [0, 0]
  let x = 0
  let y = 0
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay]
    const cross = ax * by - bx * ay
    x += (ax + bx) * cross
    y += (ay + by) * cross
  })
  return [x / (6 * area), y / (6 * area)]
}
