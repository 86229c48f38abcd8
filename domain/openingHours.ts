import { z } from 'zod'
import type { Rule } from './rule.ts'
import { compileSpans, complementOf, scheduleSchema, type Schedule } from './schedule.ts'

/** When a unit is open, in Beijing time: spans of the week, each on some days or on all. */
export const openingHoursSchema = z.array(scheduleSchema).min(1).max(28)
export type OpeningHours = z.output<typeof openingHoursSchema>

/** When a rule acts that goes by the hours of the unit its device stands in. */
export const HOURS = ['opening', 'closed'] as const
export type Hours = (typeof HOURS)[number]

/** Memory only. */
const closings = new WeakMap<OpeningHours, Schedule>()

/** When the unit is closed; null where nobody said when it is open. */
export function closedHours(hours: OpeningHours | null): Schedule | null {
  if (hours === null) return null
  const known = closings.get(hours)
  if (known !== undefined) return known
  const spans = compileSpans(hours)
  const closed = spans === null ? [] : complementOf(spans)
  closings.set(hours, closed)
  return closed
}

/** Memory only: the same rule for all units of the same hours, so that what is arranged for it is shared. */
const placed = new WeakMap<Rule, Map<string, Rule>>()

/**
 * The rule as it acts in a unit of these hours. Where nobody said when the unit is open, it is never taken for closed: a rule
 * for opening hours acts always, one for the hours after closing never.
 */
export function placedIn(rule: Rule, hours: OpeningHours | null): Rule {
  if (rule.hours === undefined) return rule
  const key = hours === null ? '' : JSON.stringify(hours)
  const places = placed.get(rule) ?? new Map<string, Rule>()
  placed.set(rule, places)
  const known = places.get(key)
  if (known !== undefined) return known
  const schedule = rule.hours === 'opening' ? (hours === null ? null : compileSpans(hours)) : (closedHours(hours) ?? [])
  const here: Rule = { ...rule, schedule, variant: variantOf(schedule) }
  places.set(key, here)
  return here
}

/** Short and the same for the same schedule, so that a change of hours is seen as one of the rule. */
function variantOf(schedule: Schedule | null): string {
  let hash = 0x811c9dc5
  for (const character of JSON.stringify(schedule)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash.toString(36)
}
