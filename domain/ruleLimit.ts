import { z } from 'zod'
import { parseDuration } from './duration.ts'

/** How a limit is written, how it compares, and how it reads. `above` and `below` are strict, `atLeast` and `atMost` include the limit. */
export const LIMITS = {
  above: { direction: 'above', inclusive: false },
  atLeast: { direction: 'above', inclusive: true },
  below: { direction: 'below', inclusive: false },
  atMost: { direction: 'below', inclusive: true },
  equals: { direction: 'equals', inclusive: true },
} as const
export type LimitName = keyof typeof LIMITS
export type Direction = (typeof LIMITS)[LimitName]['direction']

export const ONE_LIMIT = 'give exactly one of above, below, atLeast, atMost and equals'

export const LIMIT_NAMES = Object.keys(LIMITS) as LimitName[]

/** The fields of which a rule, or a level, gives one. */
export const limitFields = {
  above: z.number().optional(),
  atLeast: z.number().optional(),
  below: z.number().optional(),
  atMost: z.number().optional(),
  equals: z.number().optional(),
}
export type LimitText = { readonly [name in LimitName]?: number | undefined }

export function limitNames(text: LimitText): LimitName[] {
  return LIMIT_NAMES.filter((name) => text[name] !== undefined)
}

/** Durations are text ("45m") or seconds; milliseconds once read. */
export const duration = z.union([z.string(), z.number()]).transform((text, context) => {
  const ms = parseDuration(text)
  if (ms === null) context.addIssue({ code: 'custom', message: 'not a duration: write 30s, 45m, 2h or 1d' })
  return ms ?? 0
})
