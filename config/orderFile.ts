import { z } from 'zod'
import { parseDuration } from '../domain/duration.ts'
import type { OrderTerms, Term } from '../domain/order/deadline.ts'
import type { Office } from '../domain/order/number.ts'
import { basisSchema } from '../domain/rule.ts'
import type { NoticeTexts } from '../domain/order/notice.ts'
import { reminderLines, type ReminderLine } from '../domain/order/reminder.ts'
import { districtCode } from './regionFile.ts'

/** How orders are issued here. */
export interface OrderSettings {
  readonly offices: readonly Office[]
  readonly terms: OrderTerms
  readonly notice: NoticeTexts
  readonly reminders: readonly ReminderLine[]
}

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text)
  if (ms === null) context.addIssue({ code: 'custom', message: 'not a duration: write 5m, 24h or 7d' })
  return ms ?? 0
})

const term = z.string().transform((text, context): Term => {
  const [, days] = /^([1-9]\d?)wd$/.exec(text) ?? []
  if (days !== undefined) return { workingDays: Number(days) }
  const ms = parseDuration(text)
  if (!ms) context.addIssue({ code: 'custom', message: 'not a term: write 24h, 7d, or 3wd for working days' })
  return { ms: ms ?? 0 }
})

const office = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), name: z.string().min(1), prefix: z.string().min(1), districts: z.array(districtCode),
}) satisfies z.ZodType<Office>

/** Shape of orders.yaml. */
export const orderFile = z.strictObject({
  offices: z.array(office).min(1)
    .refine((offices) => offices.filter((one) => one.districts.length === 0).length === 1, 'exactly one office names no districts: it issues for all the others')
    .refine((offices) => new Set(offices.map((one) => one.prefix)).size === offices.length, 'each office has a prefix of its own, or numbers would repeat'),
  fix: z.strictObject({ critical: term, major: term, minor: term, info: term }),
  backInRange: duration,
  watch: duration,
  reminders: reminderLines,
  notice: z.strictObject({
    orderBasis: basisSchema.refine((basis) => basis.clause === undefined || basis.status === 'verified', { path: ['clause'], message: 'a clause is given only where the status is verified' }),
    relief: z.string().min(1),
  }) satisfies z.ZodType<NoticeTexts>,
})
