import type { Fix } from './usePlace.ts'

/** A picture just taken, where and when. */
export interface Shot {
  readonly bytes: ArrayBuffer
  /** To look at it; whoever drops the shot revokes it. */
  readonly url: string
  readonly fix: Fix
  /** Epoch milliseconds. */
  readonly at: number
}

export async function shotOf(picture: Blob, fix: Fix): Promise<Shot> {
  return { bytes: await picture.arrayBuffer(), url: URL.createObjectURL(picture), fix, at: Date.now() }
}

/** SHA-256 in small hexadecimal digits, of the bytes as they leave the camera. */
export async function digestOf(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
