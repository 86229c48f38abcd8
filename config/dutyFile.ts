import { z } from 'zod'
import { parseDuration } from '../domain/duration.ts'

/** Shape of duty.yaml; durations in milliseconds once read. */
export const dutyFile = z.strictObject({
  returnAfter: z.string().transform((text, context) => {
    const ms = parseDuration(text)
    if (!ms) context.addIssue({ code: 'custom', message: 'not a duration: write 15m or 1h' })
    return ms ?? 0
  }),
})

/** How the desk of the officer on duty works here. */
export type DutySettings = z.output<typeof dutyFile>
