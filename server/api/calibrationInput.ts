import { z } from 'zod'
import type { Device } from '../../domain/device.ts'
import type { Profile } from '../../domain/profile.ts'
import { Problem } from './problem.ts'

const DAY_MS = 86_400_000
const A_DAY = /^\d{4}-\d\d-\d\d$/
const A_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/

/** A day in Beijing, or a time with its zone; becomes ISO 8601 UTC. */
export const calibratedAt = z.string().transform((text, context) => {
  const at = A_DAY.test(text) ? Date.parse(`${text}T00:00:00+08:00`) : A_TIME.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(at)) return new Date(at).toISOString()
  context.addIssue({ code: 'custom', message: 'not a day or a time: write 2026-05-01, or ISO 8601 with its zone' })
  return z.NEVER
}).nullable().meta({ type: ['string', 'null'], description: 'When the sensor was last calibrated: a day in Beijing, or a time with its zone', example: '2026-05-01' })

export const calibrationDays = z.int().min(1).max(3_650).nullable().meta({ description: 'After how many days it is to be calibrated again; a year where absent' })

/** Refuses a calibration of what measures nothing, or one that is yet to come. */
export function checkCalibration(device: Pick<Device, 'calibratedAt' | 'calibrationDays'>, profile: Profile | undefined, now: number): void {
  const at = device.calibratedAt
  if (at === null && device.calibrationDays === null) return
  if (profile?.metrics.length === 0) throw wrong(at === null ? 'calibrationDays' : 'calibratedAt', 'only a sensor is calibrated')
  // A day that has begun somewhere is no mistake.
  if (at !== null && Date.parse(at) > now + DAY_MS) throw wrong('calibratedAt', 'lies in the future')
}

const wrong = (path: string, detail: string): Problem => new Problem('invalid', `${path}: ${detail}`, { errors: [{ path, type: 'invalid', detail }] })
