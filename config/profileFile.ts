import { z } from 'zod'
import { IDENTIFIER } from '../domain/device.ts'
import { METRIC_NAMES, type MetricName } from '../domain/metrics.ts'
import type { Profile } from '../domain/profile.ts'

const metric = z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]])

const profile = z.strictObject({
  id: z.string().regex(IDENTIFIER),
  zh: z.string().min(1),
  en: z.string().min(1),
  metrics: z.array(metric),
  interval: z.number().positive().nullable(),
  ccp: z.boolean(),
  faultValues: z.partialRecord(metric, z.array(z.number())),
}) satisfies z.ZodType<Profile>

/** Shape of profiles.yaml. `faultCodes` only holds the lists that the profiles refer to. */
export const profileFile = z.strictObject({
  faultCodes: z.record(z.string(), z.array(z.number())).optional(),
  profiles: z.array(profile).min(1),
})
