import type { UnitPoints } from '../../domain/stats.ts'

/** A dot that stands for the units around it. */
export interface DensityDot {
  lng: number
  lat: number
  count: number
  /** District of most of them; the first of equals. */
  district: string
}

const LAT_STEP = Math.sqrt(3) / 2

/**
 * Gathers the units on a honeycomb of the given width (degrees of latitude), so that 34,432 of them
 * become a quiet field of some thousand dots. Longitude is stretched by `aspect` (cosine of the latitude).
 */
export function densityOf(units: UnitPoints, width: number, aspect: number): DensityDot[] {
  const cells = new Map<string, { lng: number; lat: number; count: number; districts: Map<string, number> }>()
  for (let i = 0; i < units.ids.length; i++) {
    const lng = units.lng[i] ?? 0
    const lat = units.lat[i] ?? 0
    const [x, y, key] = nearestCell((lng * aspect) / width, lat / width)
    let cell = cells.get(key)
    if (!cell) cells.set(key, (cell = { lng: (x * width) / aspect, lat: y * width, count: 0, districts: new Map() }))
    cell.count += 1
    const district = units.district[i] ?? ''
    cell.districts.set(district, (cell.districts.get(district) ?? 0) + 1)
  }
  return [...cells.values()].map(({ lng, lat, count, districts }) => ({ lng, lat, count, district: most(districts) }))
}

/** Centre of the honeycomb cell around a point, in cell widths: rows are staggered by half a cell. */
function nearestCell(x: number, y: number): [number, number, string] {
  const row = Math.round(y / LAT_STEP)
  let best: [number, number, string] = [0, 0, '']
  let least = Number.POSITIVE_INFINITY
  for (const r of [row - 1, row, row + 1]) {
    const shift = r % 2 === 0 ? 0 : 0.5
    const column = Math.round(x - shift)
    const cx = column + shift
    const cy = r * LAT_STEP
    const far = (x - cx) ** 2 + (y - cy) ** 2
    if (far < least) {
      least = far
      best = [cx, cy, `${column}:${r}`]
    }
  }
  return best
}

function most(counts: ReadonlyMap<string, number>): string {
  let winner = ''
  let top = 0
  for (const [key, count] of counts) if (count > top) [winner, top] = [key, count]
  return winner
}

/** Diameter of a dot in design pixels: its area grows with the count and never fills the cell. */
export function dotSize(count: number, most: number): number {
  return 1.6 + 5.4 * Math.sqrt(count / Math.max(1, most))
}
