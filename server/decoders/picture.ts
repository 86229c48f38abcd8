import type { DecodedRejection } from './decoder.ts'
import { reject } from './json.ts'

const MAX_BYTES = 2 * 1024 * 1024

export function isJpeg(bytes: Buffer): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8
}

/** A picture as a detection carries it, or why it can't be kept. */
export function pictureOf(bytes: Buffer): { readonly snapshot: string } | DecodedRejection {
  if (bytes.length > MAX_BYTES) return reject([], 'too-large', `the picture has ${bytes.length} bytes, at most ${MAX_BYTES}`)
  return isJpeg(bytes) ? { snapshot: bytes.toString('base64') } : reject([], 'invalid', 'the picture is no JPEG')
}
