/** A picture in grey, made small: rows of brightness from 0 to 255. */
export interface Grey {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

/** A difference hash: whether each of 8 × 8 spots is brighter than its right neighbour. Hardly changed by size, quality or light. */
export type Hash = readonly [high: number, low: number]

/** What a picture looks like, and would if it were turned, mirrored or cut. */
export interface Look {
  readonly whole: Hash
  /** The seven other ways to lay or mirror it. */
  readonly turned: readonly Hash[]
  /** With up to an eighth cut off any side. */
  readonly cropped: readonly Hash[]
  /** Standard deviation of the brightness, of 255. */
  readonly contrast: number
}

/** What is kept of an earlier picture; its crops are unknown where it was kept before they were. */
type KeptLook = Pick<Look, 'whole' | 'cropped'>

type Likeness = 'same' | 'turned' | 'inverted' | 'cropped'

/**
 * Of the 64 bits, how many differ at least between two photos. A cut is compared with many frames, of which one may fall
 * near by chance, so there only what is nearer counts.
 */
const LEAST_DISTANCE: Readonly<Record<Likeness, number>> = { same: 10, turned: 10, inverted: 10, cropped: 7 }

type Rect = readonly [left: number, top: number, right: number, bottom: number]
type Mean = (rect: Rect) => number

const [COLUMNS, ROWS] = [9, 8]
const WHOLE: Rect = [0, 0, 1, 1]
const CUTS = [0, 0.04, 0.08, 0.12]
const FRAMES: readonly Rect[] = CUTS.flatMap((left) => CUTS.flatMap((top) => CUTS.flatMap((right) => CUTS.map((bottom): Rect => [left, top, 1 - right, 1 - bottom])))).slice(1)
/** Where a point of the picture as it lies comes from: transposed, mirrored across, mirrored upright. */
const LAYS = [0, 1].flatMap((swap) => [0, 1].flatMap((across) => [0, 1].map((upright) => ({ swap, across, upright })))).slice(1)

export function lookOf(grey: Grey): Look {
  const mean = meansOf(grey)
  return {
    whole: hashOf(mean, (u, v) => [u, v]),
    turned: LAYS.map(({ swap, across, upright }) => hashOf(mean, (u, v) => {
      const [x, y] = swap ? [v, u] : [u, v]
      return [across ? 1 - x : x, upright ? 1 - y : y]
    })),
    cropped: FRAMES.map(([left, top, right, bottom]) => hashOf(mean, (u, v) => [left + u * (right - left), top + v * (bottom - top)])),
    contrast: contrastOf(grey, mean(WHOLE)),
  }
}

export interface Nearness {
  readonly as: Likeness
  /** Of 64 bits. */
  readonly distance: number
}

/** In which way the new picture is most like the earlier one. */
export function compareLooks(fresh: Look, earlier: KeptLook): Nearness {
  const ways: Nearness[] = [
    { as: 'same', distance: distance(fresh.whole, earlier.whole) },
    { as: 'turned', distance: nearest(fresh.turned, earlier.whole) },
    { as: 'inverted', distance: 64 - Math.max(...[fresh.whole, ...fresh.turned].map((hash) => distance(hash, earlier.whole))) },
    { as: 'cropped', distance: Math.min(nearest(earlier.cropped, fresh.whole), nearest(fresh.cropped, earlier.whole)) },
  ]
  return ways.reduce((best, way) => (margin(way) < margin(best) ? way : best))
}

/** How far from being a copy; below zero it is one. */
export function margin({ as, distance: bits }: Nearness): number {
  return bits - LEAST_DISTANCE[as]
}

/** Sixteen hexadecimal digits each. */
export function writeHashes(hashes: readonly Hash[]): string {
  return hashes.flat().map((word) => word.toString(16).padStart(8, '0')).join('')
}

export function readHashes(text: string): Hash[] {
  return (text.match(/.{16}/g) ?? []).map((digits): Hash => [Number.parseInt(digits.slice(0, 8), 16), Number.parseInt(digits.slice(8), 16)])
}

function hashOf(mean: Mean, place: (u: number, v: number) => [number, number]): Hash {
  const words: [number, number] = [0, 0]
  for (let row = 0; row < ROWS; row += 1) {
    const cells = Array.from({ length: COLUMNS }, (_, column) => {
      const [a, b] = [place(column / COLUMNS, row / ROWS), place((column + 1) / COLUMNS, (row + 1) / ROWS)]
      return mean([Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])])
    })
    const half = row < ROWS / 2 ? 0 : 1
    for (let column = 0; column < COLUMNS - 1; column += 1) words[half] = ((words[half] << 1) | Number((cells[column] ?? 0) > (cells[column + 1] ?? 0))) >>> 0
  }
  return words
}

/** Mean brightness of any part, quickly, from sums that were taken once. */
function meansOf({ width, height, pixels }: Grey): Mean {
  const sums = new Float64Array((width + 1) * (height + 1))
  const sum = (x: number, y: number): number => sums[y * (width + 1) + x] ?? 0
  for (let y = 1; y <= height; y += 1) {
    for (let x = 1; x <= width; x += 1) sums[y * (width + 1) + x] = (pixels[(y - 1) * width + x - 1] ?? 0) + sum(x - 1, y) + sum(x, y - 1) - sum(x - 1, y - 1)
  }
  return ([left, top, right, bottom]) => {
    const [x0, y0] = [Math.min(width - 1, Math.round(left * width)), Math.min(height - 1, Math.round(top * height))]
    const [x1, y1] = [Math.max(x0 + 1, Math.round(right * width)), Math.max(y0 + 1, Math.round(bottom * height))]
    return (sum(x1, y1) - sum(x0, y1) - sum(x1, y0) + sum(x0, y0)) / ((x1 - x0) * (y1 - y0))
  }
}

function contrastOf({ pixels }: Grey, mean: number): number {
  return Math.sqrt(pixels.reduce((sum, pixel) => sum + (pixel - mean) ** 2, 0) / pixels.length)
}

function nearest(hashes: readonly Hash[], to: Hash): number {
  return Math.min(64, ...hashes.map((hash) => distance(hash, to)))
}

function distance(a: Hash, b: Hash): number {
  return bitsOf(a[0] ^ b[0]) + bitsOf(a[1] ^ b[1])
}

/** How many bits of a 32-bit word are set. */
function bitsOf(word: number): number {
  let left = word - ((word >>> 1) & 0x5555_5555)
  left = (left & 0x3333_3333) + ((left >>> 2) & 0x3333_3333)
  return Math.imul((left + (left >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}
