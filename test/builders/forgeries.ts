import sharp from 'sharp'
import { aPhoto } from './photos.ts'

/** A photo that must not pass, how it is sent beside what an honest phone says, and what is found of it. */
export interface Forgery {
  readonly what: string
  readonly bytes: Buffer
  readonly given: { readonly phone?: string; readonly capture?: object; readonly faceless?: boolean; readonly face?: Buffer }
  readonly faults: readonly string[]
}

/** Forgeries for a unit that has handed in the known photo (seed 20) with this face; other seeds show other scenes. */
export async function forgeriesOf(known: Buffer, { face, otherPhone }: { face: Buffer; otherPhone: string }): Promise<Forgery[]> {
  const scene = await aPhoto(34)
  // The same scene brightened a little and saved smaller, with the EXIF of a new shot.
  const brighter = await sharp(await aPhoto(20)).modulate({ brightness: 1.08 }).resize(700, 620).keepExif().jpeg({ quality: 60 }).toBuffer()
  const forgeries: [string, Buffer, Forgery['given'], string[]][] = [
    ['an old photo', await aPhoto(21, { takenAt: Date.now() - 30 * 60_000 }), {}, ['time: before-issue']],
    ['another place', await aPhoto(22), { capture: { point: [115.72, 37.74] } }, ['place: too-far']],
    ['a file that tells of another place', await aPhoto(23, { point: [115.72, 37.74] }), {}, ['place: exif-elsewhere']],
    ['a phone nobody registered', await aPhoto(24), { phone: '13700003333' }, ['phone: not-bound']],
    ['another phone than the code went to', await aPhoto(25), { capture: { phone: otherPhone } }, ['phone: other-phone']],
    ['a guessed code', await aPhoto(26), { capture: { code: 'x' } }, ['phone: wrong-code']],
    ['yesterday\'s word', await aPhoto(27), { capture: { word: '昨天' } }, ['subject: wrong-word']],
    ['no face', await aPhoto(28), { faceless: true }, ['face: no-face-no-witness']],
    ['an edited picture', await aPhoto(29, { software: 'Adobe Photoshop 25.1 (Windows)' }), {}, ['tamper: editing-software']],
    ['a picture saved by a messenger', await aPhoto(30, { bare: true }), { capture: { live: false } }, ['time: no-exif-time', 'tamper: re-encoded']],
    ['a fresh file from the album', await aPhoto(31), { capture: { live: false } }, ['tamper: not-live']],
    ['a black pixel', await plain(1), {}, ['tamper: too-small']],
    ['a covered lens', await plain(600), {}, ['tamper: blank']],
    ['a pixel for a portrait', await aPhoto(32), { face: await plain(1) }, ['face: portrait-too-small']],
    ['a covered lens for a portrait', await aPhoto(33), { face: await plain(600) }, ['face: portrait-blank']],
    ['the scene for a portrait', scene, { face: scene }, ['face: portrait-is-the-scene']],
    ['the scene in a mirror for a portrait', await aPhoto(35), { face: await sharp(await aPhoto(35)).flop().jpeg().toBuffer() }, ['face: portrait-is-the-scene']],
    ['a portrait again', await aPhoto(36), { face }, ['face: portrait-used']],
    ['the known photo mirrored', await sharp(known).flop().jpeg().toBuffer(), {}, ['tamper: looks-like']],
    ['the known photo on its side', await sharp(known).rotate(90).jpeg().toBuffer(), {}, ['tamper: looks-like']],
    ['the negative of the known photo', await sharp(known).negate().jpeg().toBuffer(), {}, ['tamper: looks-like']],
    ['a cut of the known photo', await sharp(known).extract({ left: 54, top: 48, width: 792, height: 704 }).jpeg().toBuffer(), {}, ['tamper: looks-like']],
    ['the same file', known, {}, ['tamper: same-file']],
    ['a retouched copy', brighter, {}, ['tamper: looks-like']],
  ]
  return forgeries.map(([what, bytes, given, faults]) => ({ what, bytes, given, faults }))
}

/** A black square. */
function plain(side: number): Promise<Buffer> {
  return sharp({ create: { width: side, height: side, channels: 3, background: '#000' } }).jpeg().toBuffer()
}
