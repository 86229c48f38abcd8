import { z } from 'zod'
import { SEVERITIES } from '../domain/severity.ts'
import type { Violation } from '../domain/violation.ts'
import { duration } from '../domain/ruleLimit.ts'

const share = z.number().min(0).max(1)
const zones = z.array(z.string().min(1)).min(1)

const entry = z.strictObject({
  number: z.int().positive(),
  key: z.string().regex(/^[a-z][a-z0-9_]*$/),
  zh: z.string().min(1),
  en: z.string().min(1),
  severity: z.enum(SEVERITIES),
  minConfidence: share.optional(),
  minShare: share.nullable().default(null),
  persist: duration,
  cooldown: duration,
  zoneSeverities: z.array(z.strictObject({ zones, severity: z.enum(SEVERITIES) })).default([]),
  onlyIn: zones.or(z.tuple([])).default([]),
  hits: z.strictObject({ count: z.int().positive(), within: duration.optional() }).optional(),
  byDetection: z.boolean().default(true),
  reviewOnly: z.boolean().default(false),
  note: z.string().nullable().default(null),
})

/** Shape of violations.yaml; gives the entries in the shape the judgement works on. */
export const violationFile = z.strictObject({
  zones: z.record(z.string(), zones).optional(),
  defaultMinConfidence: share,
  violations: z.array(entry).min(1),
}).transform((file) => file.violations.map((text) => completed(text, file.defaultMinConfidence)))

function completed(text: z.output<typeof entry>, defaultMinConfidence: number): Violation {
  const { persist, cooldown, hits, minConfidence, ...rest } = text
  return {
    ...rest,
    minConfidence: minConfidence ?? defaultMinConfidence,
    persistMs: persist,
    cooldownMs: cooldown,
    hits: hits ? { count: hits.count, withinMs: hits.within ?? null } : null,
  }
}
