import { z } from 'zod'
import { duration } from './ruleLimit.ts'

const positive = duration.refine((ms) => ms > 0, 'give more than 0')

/** What of a defrost is asked where the rule says nothing: kelvins beyond the limit, milliseconds, and times in 24 hours. */
export const DEFROST = { peak: 15, within: 75 * 60_000, perDay: 8 } as const

/**
 * Limits that are about a course of readings rather than about one.
 * `degree-minutes`: minutes beyond the rule's limit, each weighed by how far; alerts once the budget of the window is used up.
 * `mean-kinetic`: the mean kinetic temperature of the window, held against the rule's limit or levels.
 * `cooling`: once from `from` downwards, each stage is to be reached in its time.
 * `batch`: a run of readings above `start` is to reach a value, and hold it; cooking and disinfection are such.
 * `defrost`: defrosts that overrun, or are more than so many in 24 hours.
 */
export const processSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('degree-minutes'), window: positive, budget: z.number().positive() }),
  z.strictObject({ kind: z.literal('mean-kinetic'), window: positive }),
  z.strictObject({ kind: z.literal('cooling'), from: z.number(), stages: z.array(z.strictObject({ to: z.number(), within: positive })).min(1).max(4) }),
  z.strictObject({ kind: z.literal('batch'), start: z.number(), reach: z.number(), hold: duration.default(0), gap: positive.optional() }),
  z.strictObject({
    kind: z.literal('defrost'), peak: z.number().positive().default(DEFROST.peak), within: positive.default(DEFROST.within), perDay: z.int().positive().default(DEFROST.perDay),
  }),
])

/** Durations in milliseconds. */
export type Process = z.output<typeof processSchema>
export type ProcessInput = z.input<typeof processSchema>
export type ProcessOf<K extends Process['kind']> = Extract<Process, { kind: K }>

/** Kinds that hold something against a limit of the rule; the others carry their figures in themselves. */
export const LIMITED_PROCESSES: readonly Process['kind'][] = ['degree-minutes', 'mean-kinetic', 'defrost']
