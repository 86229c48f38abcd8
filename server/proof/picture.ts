import type { Sharp } from 'sharp'
import { z } from 'zod'
import type { PictureFacts } from '../../domain/proof/capture.ts'
import { lookOf, type Look } from '../../domain/proof/look.ts'

/** A picture that unpacks to more is refused: no phone takes it. */
const MOST_PIXELS = 120_000_000
const PREVIEW_PX = 720
/** Small, and a multiple of the spots that are compared. */
const [GREY_WIDTH, GREY_HEIGHT] = [180, 160]

export interface Picture {
  readonly facts: PictureFacts
  readonly look: Look
  /** A small one to look at. */
  readonly preview: Buffer
}

/** What a file tells of itself; null where it is no JPEG that can be read. */
export async function readPicture(bytes: Buffer): Promise<Picture | null> {
  const rendered = bytes[0] === 0xff && bytes[1] === 0xd8 ? await render(bytes, await opener()).catch(() => null) : null
  if (!rendered) return null
  const { preview, look, width, height } = rendered
  return { facts: { width, height, contrast: look.contrast, ...(await readExif(bytes)) }, look, preview }
}

async function render(bytes: Buffer, open: Open): Promise<{ width: number; height: number; look: Look; preview: Buffer }> {
  const { width, height } = await open(bytes).metadata()
  const preview = await open(bytes).rotate().resize(PREVIEW_PX, PREVIEW_PX, { fit: 'inside', withoutEnlargement: true }).jpeg({ quality: 72 }).toBuffer()
  return { width, height, preview, look: await seeLook(open(bytes)) }
}

/** Width and height of a picture, pixels. */
export async function sizeOf(bytes: Buffer): Promise<{ width: number; height: number }> {
  const open = await opener()
  const { width, height } = await open(bytes).metadata()
  return { width, height }
}

type Open = (bytes: Buffer) => Sharp

/** What unpacks pictures is large: it is loaded with the first, so that no start waits for it. */
async function opener(): Promise<Open> {
  const { default: sharp } = await import('sharp')
  return (bytes) => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
}

/** Grey by weights of the colours as they are written, so that a negative is as bright as the picture is dark. */
async function seeLook(picture: Sharp): Promise<Look> {
  const { data, info } = await picture.rotate().flatten().toColourspace('srgb').resize(GREY_WIDTH, GREY_HEIGHT, { fit: 'fill' }).raw().toBuffer({ resolveWithObject: true })
  const [red, green, blue] = info.channels < 3 ? [0, 0, 0] : [0, 1, 2]
  const of = (at: number, channel: number): number => data[at * info.channels + channel] ?? 0
  const pixels = Uint8Array.from({ length: GREY_WIDTH * GREY_HEIGHT }, (_, at) => 0.299 * of(at, red) + 0.587 * of(at, green) + 0.114 * of(at, blue))
  return lookOf({ width: GREY_WIDTH, height: GREY_HEIGHT, pixels })
}

const text = z.string().optional().catch(undefined)
const number = z.number().optional().catch(undefined)
const exifSchema = z.object({
  DateTimeOriginal: text, OffsetTimeOriginal: text, ModifyDate: text, OffsetTime: text, Software: text, ProcessingSoftware: text, CreatorTool: text,
  Make: text, Model: text, latitude: number, longitude: number, History: z.unknown().optional(),
})

type Exif = Omit<PictureFacts, 'width' | 'height' | 'contrast'>

async function readExif(bytes: Buffer): Promise<Exif> {
  const { default: exifr } = await import('exifr')
  // A file without any of it answers undefined; a broken segment counts as none.
  const raw: unknown = await exifr.parse(bytes, { tiff: true, exif: true, gps: true, xmp: true, icc: false, iptc: false, jfif: false, reviveValues: false }).catch(() => undefined)
  const exif = exifSchema.parse(raw ?? {})
  const camera = [exif.Make, exif.Model].filter(Boolean).join(' ').trim()
  const { longitude, latitude } = exif
  return {
    takenAt: instantOf(exif.DateTimeOriginal, exif.OffsetTimeOriginal),
    modifiedAt: instantOf(exif.ModifyDate, exif.OffsetTime ?? exif.OffsetTimeOriginal),
    point: longitude === undefined || latitude === undefined || !Number.isFinite(longitude + latitude) ? null : [longitude, latitude],
    software: [exif.Software, exif.ProcessingSoftware, exif.CreatorTool, historyOf(exif.History)].flatMap((name) => name || []),
    camera: camera === '' ? null : camera,
  }
}

/** The programs an XMP history names. */
function historyOf(history: unknown): string | undefined {
  return history === undefined ? undefined : [...JSON.stringify(history).matchAll(/"softwareAgent":"([^"]*)"/g)].map(([, agent]) => agent).join(', ')
}

/** `2026:09:01 10:00:00`, in Beijing time where no zone is named. */
function instantOf(written: string | undefined, offset: string | undefined): number | null {
  const [, day, time] = /^(\d{4}:\d\d:\d\d)[ T](\d\d:\d\d:\d\d)/.exec(written ?? '') ?? []
  if (day === undefined || time === undefined) return null
  const at = Date.parse(`${day.replaceAll(':', '-')}T${time}${/^[+-]\d\d:\d\d$/.test(offset ?? '') ? offset : '+08:00'}`)
  return Number.isFinite(at) ? at : null
}
