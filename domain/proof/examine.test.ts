import { describe, expect, it } from 'vitest'
import type { Capture, Circumstances, Exhibit, PictureFacts, Portrait } from './capture.ts'
import { holds, type CheckName } from './check.ts'
import { convertPoint } from './coordinates.ts'
import { examine, override } from './examine.ts'
import { challengeWord } from './subject.ts'

const NOW = Date.parse('2026-09-01T02:00:00Z')
const MINUTE = 60_000
const UNIT: [number, number] = [115.69, 37.74]
const PORTRAIT: Portrait = { width: 640, height: 480, contrast: 30, scene: { as: 'same', distance: 10 }, usedBy: null }

interface Given { capture?: Partial<Capture>; picture?: Partial<PictureFacts>; circumstances?: Partial<Circumstances> }

function anExhibit({ capture, picture, circumstances }: Given = {}): Exhibit {
  return {
    capture: { item: '1', word: '青山', phone: '138 0000 1111', code: '123456', point: UNIT, accuracy: 12, coordinates: 'wgs84', live: true, ...capture },
    picture: { width: 4000, height: 3000, takenAt: NOW - MINUTE, modifiedAt: NOW - MINUTE, point: UNIT, software: ['HUAWEI P60 4.0'], camera: 'HUAWEI P60', contrast: 30, ...picture },
    circumstances: {
      beganAt: NOW - 2 * MINUTE, expiresAt: NOW + 8 * MINUTE, receivedAt: NOW, issuedAt: NOW - 600 * MINUTE, unitPoint: UNIT, items: ['1', '2'],
      phones: ['+86 13800001111', '13900002222'], boundPhone: '13800001111', phone: '13800001111', code: '123456', word: '青山', witness: null, portrait: PORTRAIT, sha256: 'a'.repeat(64), sameAs: null,
      nearest: { photo: 'p0', distance: 10, as: 'same' }, ...circumstances,
    },
  }
}

/** What the checks say that are not passed. */
function faults(given: Given): string[] {
  return examine(anExhibit(given)).filter((check) => check.status !== 'pass').map((check) => `${check.name}: ${check.reason}`)
}

describe('a photo of the proof', () => {
  it('passes all six checks when it is honest', () => {
    expect(faults({})).toEqual([])
    expect(holds(examine(anExhibit()))).toBe(true)
  })

  it.each<[string, Given, CheckName, string]>([
    ['taken before the order', { picture: { takenAt: NOW - 601 * MINUTE, modifiedAt: null } }, 'time', 'before-issue'],
    ['taken six minutes before it arrived', { picture: { takenAt: NOW - 6 * MINUTE, modifiedAt: null } }, 'time', 'time-off'],
    ['of a camera whose clock is ahead', { picture: { takenAt: NOW + 6 * MINUTE, modifiedAt: null } }, 'time', 'time-off'],
    ['begun after the upload had closed', { circumstances: { expiresAt: NOW - 1 } }, 'time', 'upload-expired'],
    ['from an album, however fresh', { capture: { live: false } }, 'tamper', 'not-live'],
    ['too small to tell anything', { picture: { width: 1, height: 1 } }, 'tamper', 'too-small'],
    ['of nothing', { picture: { contrast: 0.4 } }, 'tamper', 'blank'],
    ['taken 300 m away', { capture: { point: [115.6935, 37.74] } }, 'place', 'too-far'],
    ['taken somewhere within 80 m', { capture: { accuracy: 80 } }, 'place', 'too-vague'],
    ['whose own place is another', { picture: { point: [115.7, 37.74] } }, 'place', 'exif-elsewhere'],
    ['said in map coordinates to be in satellite ones', { capture: { point: convertPoint(UNIT, 'wgs84', 'gcj02') } }, 'place', 'too-far'],
    ['from a phone of nobody registered', { capture: { phone: '13700003333' } }, 'phone', 'not-bound'],
    ['from another registered phone than it was opened for', { capture: { phone: '13900002222' } }, 'phone', 'other-phone'],
    ['with an old code', { capture: { code: '000000' } }, 'phone', 'wrong-code'],
    ['from a browser bound to no phone', { circumstances: { boundPhone: null } }, 'phone', 'browser-not-bound'],
    ['from a browser that is on another phone', { circumstances: { boundPhone: '13900002222' } }, 'phone', 'bound-to-other'],
    ['of an item the order does not have', { capture: { item: '9' } }, 'subject', 'unknown-item'],
    ['with the word of another upload', { capture: { word: '流水' } }, 'subject', 'wrong-word'],
    ['without a face and without a witness', { circumstances: { portrait: null } }, 'face', 'no-face-no-witness'],
    ['with a pixel for a portrait', { circumstances: { portrait: { ...PORTRAIT, width: 1, height: 1 } } }, 'face', 'portrait-too-small'],
    ['with a black portrait', { circumstances: { portrait: { ...PORTRAIT, contrast: 0 } } }, 'face', 'portrait-blank'],
    ['with its scene for a portrait', { circumstances: { portrait: { ...PORTRAIT, scene: { as: 'turned', distance: 9 } } } }, 'face', 'portrait-is-the-scene'],
    ['with the portrait of an earlier one', { circumstances: { portrait: { ...PORTRAIT, usedBy: 'p0' } } }, 'face', 'portrait-used'],
    ['whose bytes are not those the phone took', { capture: { sha256: 'b'.repeat(64) } }, 'tamper', 'other-bytes'],
    ['with the very same bytes as an earlier one', { circumstances: { sameAs: 'p0' } }, 'tamper', 'same-file'],
    ['that went through an editor', { picture: { software: ['Adobe Photoshop 25.0'] } }, 'tamper', 'editing-software'],
    ['changed a quarter of an hour after the shot', { picture: { modifiedAt: NOW + 14 * MINUTE } }, 'tamper', 'changed-after'],
    ['that has lost its camera', { capture: { live: false }, picture: { camera: null } }, 'tamper', 're-encoded'],
    ['that looks like an earlier one', { circumstances: { nearest: { photo: 'p0', distance: 9, as: 'same' } } }, 'tamper', 'looks-like'],
    ['that is a part of an earlier one', { circumstances: { nearest: { photo: 'p0', distance: 6, as: 'cropped' } } }, 'tamper', 'looks-like'],
  ])('is caught when %s', (_, given, name, reason) => {
    expect(faults(given)).toEqual([`${name}: ${reason}`])
  })

  it('is taken from a page that writes no EXIF, if it was taken live', () => {
    const picture = { takenAt: null, modifiedAt: null, camera: null, software: [], point: null }
    expect(faults({ picture })).toEqual([])
    expect(faults({ capture: { live: false }, picture })).toEqual(['time: no-exif-time', 'tamper: re-encoded'])
  })

  it('may be placed in the coordinates of a Chinese map', () => {
    expect(faults({ capture: { point: convertPoint(UNIT, 'wgs84', 'gcj02'), coordinates: 'gcj02' } })).toEqual([])
    expect(faults({ capture: { point: convertPoint(UNIT, 'wgs84', 'bd09'), coordinates: 'bd09' } })).toEqual([])
  })

  it('needs no face where a second registered person stands for it', () => {
    const circumstances = { portrait: null, witness: { phone: '13900002222', code: '777777' } }
    expect(faults({ circumstances, capture: { witness: { phone: '139-0000-2222', code: '777777' } } })).toEqual([])
    expect(faults({ circumstances, capture: { witness: { phone: '139-0000-2222', code: '777778' } } })).toEqual(['face: wrong-witness-code'])
    expect(faults({ circumstances, capture: { witness: { phone: '13800001111', code: '777777' } } })).toEqual(['face: witness-is-the-same'])
    expect(faults({ circumstances, capture: { witness: { phone: '13700003333', code: '777777' } } })).toEqual(['face: witness-not-bound'])
  })

  it('holds again once a named officer answers for what failed, and only for that', () => {
    const checks = examine(anExhibit({ capture: { accuracy: 80 } }))
    expect(holds(checks)).toBe(false)
    expect(override(checks, 'time', 'user:duty', 'x', NOW)).toBeNull()
    const after = override(checks, 'place', 'user:duty', '地下厨房无信号', NOW)
    expect(after && holds(after)).toBe(true)
    expect(after?.find((check) => check.name === 'place')).toMatchObject({ status: 'overridden', reason: 'too-vague', override: { by: 'user:duty', reason: '地下厨房无信号', at: '2026-09-01T02:00:00.000Z' } })
  })
})

it('has a challenge word for every random number', () => {
  expect(challengeWord(0)).toBe('青山')
  expect(challengeWord(0.999_999)).toBe('渔火')
})
