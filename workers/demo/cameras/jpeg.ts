import type { Canvas } from './canvas.ts'
import { AC_CODES, COARSENESS, DC_CODES, ZIGZAG, type CodeTable } from './jpegTables.ts'

const BLOCK = 8
/** Rows of the cosine transform, scaled so that it is its own inverse transposed. */
const COSINES = Float64Array.from({ length: 64 }, (_, i) => {
  const [u, x] = [Math.floor(i / BLOCK), i % BLOCK]
  return 0.5 * (u === 0 ? Math.SQRT1_2 : 1) * Math.cos(((2 * x + 1) * u * Math.PI) / 16)
})

/** Writes a picture as a baseline JPEG, colour at full resolution. `quality` from 1 to 100. */
export function encodeJpeg(canvas: Canvas, quality: number): Buffer {
  const scale = quality < 50 ? 50 / quality : 2 - quality / 50
  const tables = COARSENESS.map((table) => table.map((step) => Math.max(1, Math.min(255, Math.round(step * scale)))))
  const bits = new BitWriter()
  const [dc, ac] = [codesOf(DC_CODES), codesOf(AC_CODES)]
  const before = [0, 0, 0]
  for (let top = 0; top < canvas.height; top += BLOCK) {
    for (let left = 0; left < canvas.width; left += BLOCK) {
      blocksAt(canvas, left, top).forEach((block, component) => {
        const levels = quantised(transformed(block), tables[component === 0 ? 0 : 1] ?? [])
        const first = levels[0] ?? 0
        writeBlock(bits, levels, first - (before[component] ?? 0), dc, ac)
        before[component] = first
      })
    }
  }
  return Buffer.concat([head(canvas, tables), bits.end(), Buffer.from([0xff, 0xd9])])
}

function head({ width, height }: Canvas, tables: readonly number[][]): Buffer {
  const both = (value: number): number[] => [value >> 8, value & 255]
  const segment = (marker: number, bytes: readonly number[]): number[] => [0xff, marker, ...both(bytes.length + 2), ...bytes]
  const codes = (kind: number, table: CodeTable): number[] => segment(0xc4, [kind, ...table.lengths, ...table.symbols])
  return Buffer.from([
    0xff, 0xd8,
    ...segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...tables.flatMap((table, i) => segment(0xdb, [i, ...ZIGZAG.map((place) => table[place] ?? 1)])),
    ...segment(0xc0, [8, ...both(height), ...both(width), 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1]),
    ...codes(0x00, DC_CODES), ...codes(0x10, AC_CODES),
    ...segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
  ])
}

/** Brightness and the two colour differences of a block; past the picture's edge its last pixels go on. */
function blocksAt({ width, height, pixels }: Canvas, left: number, top: number): Float64Array[] {
  const [y, cb, cr] = [new Float64Array(64), new Float64Array(64), new Float64Array(64)]
  for (let i = 0; i < 64; i++) {
    const at = (Math.min(height - 1, top + (i >> 3)) * width + Math.min(width - 1, left + (i & 7))) * 3
    const r = pixels[at] ?? 0
    const g = pixels[at + 1] ?? 0
    const b = pixels[at + 2] ?? 0
    y[i] = 0.299 * r + 0.587 * g + 0.114 * b - 128
    cb[i] = -0.168736 * r - 0.331264 * g + 0.5 * b
    cr[i] = 0.5 * r - 0.418688 * g - 0.081312 * b
  }
  return [y, cb, cr]
}

function transformed(block: Float64Array): Float64Array {
  return alongRows(alongRows(block))
}

/** The cosine transform of each row, written out as a column: twice is the whole. */
function alongRows(block: Float64Array): Float64Array {
  const out = new Float64Array(64)
  for (let row = 0; row < BLOCK; row++) {
    for (let u = 0; u < BLOCK; u++) {
      let sum = 0
      for (let x = 0; x < BLOCK; x++) sum += (block[row * BLOCK + x] ?? 0) * (COSINES[u * BLOCK + x] ?? 0)
      out[u * BLOCK + row] = sum
    }
  }
  return out
}

/** In the order of the zigzag. */
function quantised(block: Float64Array, table: readonly number[]): number[] {
  return ZIGZAG.map((place) => Math.round((block[place] ?? 0) / (table[place] ?? 1)))
}

function writeBlock(bits: BitWriter, levels: readonly number[], difference: number, dc: Codes, ac: Codes): void {
  bits.code(dc, sizeOf(difference))
  bits.value(difference)
  let zeros = 0
  let last = 63
  while (last > 0 && levels[last] === 0) last--
  for (let i = 1; i <= last; i++) {
    const level = levels[i] ?? 0
    if (level === 0) {
      zeros++
      continue
    }
    for (; zeros > 15; zeros -= 16) bits.code(ac, 0xf0)
    bits.code(ac, (zeros << 4) | sizeOf(level))
    bits.value(level)
    zeros = 0
  }
  if (last < 63) bits.code(ac, 0x00)
}

type Codes = ReadonlyMap<number, readonly [code: number, length: number]>

function codesOf({ lengths, symbols }: CodeTable): Codes {
  const codes = new Map<number, readonly [number, number]>()
  let [code, at] = [0, 0]
  lengths.forEach((count, i) => {
    for (let n = 0; n < count; n++) codes.set(symbols[at++] ?? 0, [code++, i + 1])
    code <<= 1
  })
  return codes
}

function sizeOf(value: number): number {
  return 32 - Math.clz32(Math.abs(value))
}

class BitWriter {
  readonly #bytes: number[] = []
  #held = 0
  #count = 0

  code(codes: Codes, symbol: number): void {
    const [code, length] = codes.get(symbol) ?? [0, 0]
    this.#write(code, length)
  }

  /** A negative value is written as its complement, in as many bits as its size. */
  value(value: number): void {
    const size = sizeOf(value)
    this.#write(value < 0 ? value + (1 << size) - 1 : value, size)
  }

  end(): Buffer {
    if (this.#count > 0) this.#write((1 << (8 - this.#count)) - 1, 8 - this.#count)
    return Buffer.from(this.#bytes)
  }

  /** At most 16 bits, behind fewer than 8 held. */
  #write(value: number, length: number): void {
    let held = (this.#held << length) | value
    let count = this.#count + length
    for (; count >= 8; count -= 8) {
      const byte = (held >> (count - 8)) & 255
      this.#bytes.push(byte)
      // What looks like a marker is followed by a zero.
      if (byte === 0xff) this.#bytes.push(0)
    }
    held &= (1 << count) - 1
    this.#held = held
    this.#count = count
  }
}
