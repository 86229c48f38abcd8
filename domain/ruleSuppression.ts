import { z } from 'zod'
import { duration } from './ruleLimit.ts'

/**
 * What a rule tolerates on the same device. A defrost is recognised by its curve; an open door or missing power is
 * tolerated `for` at most so long at a time.
 */
export const suppressionSchema = z.strictObject({
  defrost: z.strictObject({
    /** How far beyond the limit the peak may be. */
    peak: z.number().positive().default(15),
    /** In how long the value must be back in range. */
    within: duration.default(75 * 60_000),
  }).optional(),
  door: z.literal('open').optional(),
  power: z.literal('off').optional(),
  for: duration.optional(),
}).refine((s) => s.defrost !== undefined || s.door !== undefined || s.power !== undefined, 'name defrost, door or power')

/** The same, ready to judge by. Durations in milliseconds. */
export type Suppression = z.output<typeof suppressionSchema>
