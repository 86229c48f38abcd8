import sharp from 'sharp'

/** What a made-up phone writes into its photo. */
export interface PhoneExif {
  /** Epoch milliseconds; written in Beijing time without a zone, as most phones do. */
  readonly takenAt?: number
  readonly software?: string
  readonly point?: readonly [number, number]
  /** No EXIF at all. */
  readonly bare?: boolean
}

/** A JPEG of a scene: equal seeds show the same, different ones have nothing in common. */
export async function aPhoto(seed: number, { takenAt = Date.now(), software = 'HUAWEI P60 4.0', point = [115.69, 37.74], bare = false }: PhoneExif = {}, quality = 85): Promise<Buffer> {
  let state = seed * 2_654_435_761 % 4_294_967_296
  const spots = Buffer.from(Array.from({ length: 9 * 8 * 3 }, () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return Math.floor(state / 16_777_216)
  }))
  const picture = sharp(spots, { raw: { width: 9, height: 8, channels: 3 } }).resize(900, 800, { kernel: 'nearest' }).jpeg({ quality })
  if (bare) return picture.toBuffer()
  const local = new Date(takenAt + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19).replaceAll('-', ':')
  return picture.withExif({
    IFD0: { Make: 'HUAWEI', Model: 'P60', Software: software, DateTime: local },
    IFD2: { DateTimeOriginal: local },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: sexagesimal(point[1]), GPSLongitudeRef: 'E', GPSLongitude: sexagesimal(point[0]) },
  }).toBuffer()
}

/** Degrees, minutes and hundredths of seconds, as EXIF has them. */
function sexagesimal(degrees: number): string {
  const whole = Math.floor(degrees)
  const minutes = Math.floor((degrees - whole) * 60)
  return `${whole}/1 ${minutes}/1 ${Math.round(((degrees - whole) * 60 - minutes) * 6_000)}/100`
}
