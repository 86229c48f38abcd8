import { z } from 'zod'
import { VIOLATION_KEY } from '../domain/violation.ts'

const share = z.number().min(0).max(1)

const entry = z.strictObject({
  number: z.int().positive(),
  key: z.string().regex(VIOLATION_KEY),
  zh: z.string().min(1),
  en: z.string().min(1),
  byDetection: z.boolean().default(true),
  note: z.string().nullable().default(null),
})

/** Shape of violations.yaml. */
export const violationFile = z.strictObject({
  precision: z.strictObject({ below: share, atLeast: z.int().positive(), over: z.int().positive().max(1_000) })
    .refine(({ atLeast, over }) => atLeast <= over, 'fewer reviews count than are asked'),
  violations: z.array(entry).min(1),
})
