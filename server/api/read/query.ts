import { z } from 'zod'

/** ISO 8601 with its zone, or epoch milliseconds; becomes epoch milliseconds. */
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/

export const instant = z.string().transform((text, context) => {
  const at = /^-?\d{1,15}$/.test(text) ? Number(text) : ISO.test(text) ? Date.parse(text) : Number.NaN
  // What a JavaScript date can hold, PostgreSQL can too.
  if (Number.isFinite(at) && Number.isFinite(new Date(at).getTime())) return at
  context.addIssue({ code: 'custom', message: 'not a time: write ISO 8601 with its zone, or epoch milliseconds' })
  return 0
}).meta({ type: 'string', description: 'ISO 8601 with its zone, or epoch milliseconds' })

/** The span of a list: from it on, and before `to`. Spread into a strict object. */
export const span = { from: instant.optional(), to: instant.optional() } as const

/** Some of the values, separated by commas. */
export function someOf<T extends string>(values: readonly [T, ...T[]]) {
  const one = z.enum(values)
  return z.string().transform((text, context) => {
    const wanted = text.split(',').map((each) => one.safeParse(each.trim()))
    const bad = wanted.find((each) => !each.success)
    if (bad) context.addIssue({ code: 'custom', message: `write one or more of ${values.join(', ')}, separated by commas` })
    return wanted.flatMap((each) => (each.success ? [each.data] : []))
  }).meta({ type: 'string', description: `One or more of ${values.join(', ')}, separated by commas` })
}

export const wholeNumber = (from: number, to: number, fallback: number) =>
  z.string().regex(/^\d+$/, 'not a whole number').transform(Number).pipe(z.number().min(from).max(to)).default(fallback)
    .meta({ type: 'integer', minimum: from, maximum: to, default: fallback })

export const word = z.string().min(1).max(200).regex(/^[^\0]*$/)
