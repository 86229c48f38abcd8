import { z } from 'zod'
import type { Nearness } from './look.ts'

/** The three grids of Chinese phones and maps; only the first is what satellites say. */
export const COORDINATES = ['wgs84', 'gcj02', 'bd09'] as const
export type Coordinates = (typeof COORDINATES)[number]

export const phoneNumber = z.string().trim().regex(/^\+?[\d -]{5,20}$/, 'not a phone number')
const code = z.string().trim().min(1).max(12)

/** What the phone says of the photo it took. */
export const captureSchema = z.strictObject({
  item: z.string().min(1).max(32),
  /** The challenge word as the person typed it. */
  word: z.string().trim().min(1).max(32),
  phone: phoneNumber,
  code,
  /** Longitude and latitude, degrees. */
  point: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]),
  /** Metres. */
  accuracy: z.number().min(0).max(100_000),
  /** What the phone's map calls its coordinates; satellites speak WGS-84. */
  coordinates: z.enum(COORDINATES).default('wgs84'),
  /** Taken by the page's own camera, not chosen from an album. */
  live: z.boolean(),
  /** Of the bytes as the phone took them; what arrives must be the same. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 in small hexadecimal digits').optional(),
  /** What the person says the photo shows. */
  caption: z.string().trim().min(1).max(200).regex(/^[^\0]*$/).optional(),
  /** A second registered person, where no face is shown. */
  witness: z.strictObject({ phone: phoneNumber, code }).optional(),
}).meta({ id: 'Capture' })
export type Capture = z.output<typeof captureSchema>

/** What the file itself tells. Times are epoch milliseconds. */
export interface PictureFacts {
  readonly width: number
  readonly height: number
  /** EXIF's own time of the shot, read in Beijing time where it names no zone. */
  readonly takenAt: number | null
  readonly modifiedAt: number | null
  /** EXIF's place, WGS-84. */
  readonly point: readonly [number, number] | null
  /** Programs that the file names, cameras' own included. */
  readonly software: readonly string[]
  /** Maker and model of the camera. */
  readonly camera: string | null
  /** Standard deviation of the brightness, of 255. */
  readonly contrast: number
}

/** The picture of the front camera, for the officer's eye. */
export interface Portrait extends Pick<PictureFacts, 'width' | 'height' | 'contrast'> {
  /** How like the scene it is; the very same bytes differ by nothing. */
  readonly scene: Nearness
  /** An earlier photo of the firm that came with the very same portrait. */
  readonly usedBy: string | null
}

/** What the server knows of the upload and of the case. */
export interface Circumstances {
  /** When the upload was opened, closes, and when its first byte arrived. Epoch milliseconds. */
  readonly beganAt: number
  readonly expiresAt: number
  readonly receivedAt: number
  readonly issuedAt: number
  /** The unit's registered place, WGS-84. */
  readonly unitPoint: readonly [number, number]
  readonly items: readonly string[]
  /** Phone numbers of the unit's registered persons. */
  readonly phones: readonly string[]
  /** The number for which the browser stands that sends the photo, digits alone; null where it was bound to none of the unit. */
  readonly boundPhone: string | null
  /** What the upload was opened with. */
  readonly phone: string
  readonly code: string
  readonly word: string
  readonly witness: { readonly phone: string; readonly code: string } | null
  readonly portrait: Portrait | null
  /** Of the bytes as they arrived. */
  readonly sha256: string
  /** An earlier photo of the firm with the very same bytes. */
  readonly sameAs: string | null
  /** The earlier photo of the firm that looks most like it, even turned, mirrored, inverted or cut. */
  readonly nearest: ({ readonly photo: string } & Nearness) | null
}

export interface Exhibit {
  readonly capture: Capture
  readonly picture: PictureFacts
  readonly circumstances: Circumstances
}
