import { z } from 'zod'
import { parseDuration } from '../domain/duration.ts'

/** A duration as an operator writes it, in milliseconds. */
export const duration = z.union([z.string(), z.number()]).transform((text, context) => {
  const ms = parseDuration(text)
  if (ms === null) context.addIssue({ code: 'custom', message: 'not a duration: write 30s, 45m, 2h or 1d' })
  return ms ?? 0
})
