import { describe, expect, it } from 'vitest'
import { Canvas } from './canvas.ts'
import { encodeJpeg } from './jpeg.ts'
import { drawScene } from './scene.ts'

/** Markers of a JPEG with what follows them, up to the picture's data. */
function segments(jpeg: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>()
  for (let at = 2; jpeg[at] === 0xff; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg[at + 1] ?? 0
    found.set(marker, jpeg.subarray(at + 4, at + 2 + jpeg.readUInt16BE(at + 2)))
    if (marker === 0xda) break
  }
  return found
}

describe('a snapshot', () => {
  it('is a baseline JPEG of its size, from its first marker to its last', () => {
    const jpeg = encodeJpeg(new Canvas(50, 30, [200, 20, 20]), 75)
    expect(jpeg.subarray(0, 2).toString('hex')).toBe('ffd8')
    expect(jpeg.subarray(-2).toString('hex')).toBe('ffd9')
    const frame = segments(jpeg).get(0xc0)
    expect(frame?.readUInt16BE(1)).toBe(30)
    expect(frame?.readUInt16BE(3)).toBe(50)
  })

  it('holds no marker within the picture, however the bits fall', () => {
    const jpeg = drawScene({ seed: 'camera', at: Date.UTC(2026, 10, 22, 4), box: [0.3, 0.3, 0.2, 0.4], truth: 'rodent', specialRoom: false })
    const from = jpeg.indexOf(Buffer.from([0xff, 0xda]))
    const inside = jpeg.subarray(from + 14, -2)
    for (let i = 0; i < inside.length; i++) if (inside[i] === 0xff) expect(inside[i + 1]).toBe(0)
  })

  it('is small, the same for the same view, and another where something else is seen', () => {
    const view = { seed: 'camera', at: Date.UTC(2026, 10, 22, 4), box: [0.3, 0.3, 0.2, 0.4], specialRoom: false } as const
    const rodent = drawScene({ ...view, truth: 'rodent' })
    expect(rodent.length).toBeLessThan(20_000)
    expect(drawScene({ ...view, truth: 'rodent' }).equals(rodent)).toBe(true)
    expect(drawScene({ ...view, truth: 'cat' }).equals(rodent)).toBe(false)
  })
})
