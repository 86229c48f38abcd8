import type { Exhibit } from './capture.ts'
import { failed, passed, type Check } from './check.ts'

const AROUND_MS = 5 * 60_000

/**
 * The server's own time of receipt rules: the photo's time lies within five minutes of it and not before the order. A
 * page that took the photo itself writes no EXIF; then the upload, opened minutes ago at most, stands for the time.
 */
export function checkTime({ capture, picture, circumstances }: Exhibit): Check {
  const { takenAt } = picture
  const { receivedAt, expiresAt, issuedAt } = circumstances
  if (receivedAt > expiresAt) return failed('time', 'upload-expired')
  if (takenAt === null) return capture.live ? passed('time', 'live') : failed('time', 'no-exif-time')
  // EXIF knows whole seconds only.
  if (takenAt + 1_000 <= issuedAt) return failed('time', 'before-issue', { takenAt: new Date(takenAt).toISOString() })
  const off = Math.round(Math.abs(takenAt - receivedAt) / 1_000)
  return Math.abs(takenAt - receivedAt) > AROUND_MS ? failed('time', 'time-off', { seconds: off }) : passed('time', 'in-time', { seconds: off })
}
