import { z } from 'zod'
import { IDENTIFIER } from '../domain/device.ts'
import { METRIC_NAMES, type MetricName } from '../domain/metrics.ts'
import type { Profile } from '../domain/profile.ts'
import type { SensorHealth } from '../domain/sensorHealth.ts'
import { duration } from '../domain/ruleLimit.ts'

const metric = z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]])

const kelvin = z.number().positive()
const battery = z.strictObject({ below: z.number().min(0).max(100), clearAt: z.number().min(0).max(100) })
  .refine(({ below, clearAt }) => clearAt >= below, 'clearAt lies below below')
const stuck = z.strictObject({ change: kelvin, for: duration })
const jump = z.strictObject({ step: kelvin, within: duration, samples: z.int().min(1).max(20), agree: kelvin, settle: duration, door: duration })

/** What a profile leaves out is not watched. */
const health = z.strictObject({ battery: battery.optional(), stuck: stuck.optional(), jump: jump.optional() }).default({}).transform((text): SensorHealth => ({
  battery: text.battery ?? null,
  stuck: text.stuck ? { change: text.stuck.change, forMs: text.stuck.for } : null,
  jump: text.jump ? jumpFigures(text.jump) : null,
}))

function jumpFigures({ within, settle, door, ...rest }: z.output<typeof jump>): NonNullable<SensorHealth['jump']> {
  return { ...rest, withinMs: within, settleMs: settle, doorMs: door }
}

const profile = z.strictObject({
  id: z.string().regex(IDENTIFIER),
  zh: z.string().min(1),
  en: z.string().min(1),
  metrics: z.array(metric),
  interval: z.number().positive().nullable(),
  ccp: z.boolean(),
  faultValues: z.partialRecord(metric, z.array(z.number())),
  health,
}) satisfies z.ZodType<Profile>

/** Shape of profiles.yaml. `faultCodes` and `healthFigures` only hold what the profiles refer to. */
export const profileFile = z.strictObject({
  faultCodes: z.record(z.string(), z.array(z.number())).optional(),
  healthFigures: z.record(z.string(), z.unknown()).optional(),
  profiles: z.array(profile).min(1),
})
