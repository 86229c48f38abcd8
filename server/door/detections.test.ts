import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readDetection } from './detections.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
const whole = { ts: NOW, id: 'e1', phase: 'update', type: 'no_mask', confidence: 0.83, box: [0.1, 0.2, 0.3, 0.4], zone: '专间', track: 7, frames: { hit: 7, total: 10 } }

describe('a native detection', () => {
  it('is read whole, its picture named by SHA-256 and carried beside it', () => {
    const { detection, picture, rejection } = readDetection('cam', { ...whole, snapshot: JPEG.toString('base64') }, NOW)
    const sha256 = createHash('sha256').update(JPEG).digest('hex')
    expect(detection).toMatchObject({ device: 'cam', id: 'e1', phase: 'update', confidence: 0.83, track: '7', snapshot: sha256 })
    expect(picture).toMatchObject({ device: 'cam', sha256 })
    expect(rejection).toBeNull()
  })

  it('is kept where its snapshot can not be used, and the snapshot is refused', () => {
    const { detection, picture, rejection } = readDetection('cam', { ...whole, snapshot: Buffer.from('no picture').toString('base64') }, NOW)
    expect(detection?.snapshot).toBeNull()
    expect(picture).toBeNull()
    expect(rejection).toMatchObject({ type: 'invalid' })
  })

  it('takes an address for a snapshot', () => {
    expect(readDetection('cam', { ...whole, snapshot: 'https://camera.example/1.jpg' }, NOW).detection?.snapshot).toBe('https://camera.example/1.jpg')
  })

  it.each([
    ['no id', { ...whole, id: undefined }],
    ['an id of control characters', { ...whole, id: 'a\u0000b' }],
    ['no type', { ...whole, type: '' }],
    ['a phase there is not', { ...whole, phase: 'middle' }],
    ['a confidence over 1', { ...whole, confidence: 83 }],
    ['a box of three', { ...whole, box: [1, 2, 3] }],
    ['more hits than frames', { ...whole, frames: { hit: 11, total: 10 } }],
  ])('is refused with %s', (_case, item) => {
    expect(readDetection('cam', item, NOW)).toMatchObject({ detection: null, rejection: { type: 'invalid' } })
  })

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.anything(), (item) => void readDetection('cam', item, NOW)))
    fc.assert(fc.property(fc.record({ id: fc.string(), type: fc.string(), snapshot: fc.anything(), box: fc.anything(), frames: fc.anything() }), (item) => void readDetection('cam', item, NOW)))
  })
})
