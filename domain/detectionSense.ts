import type { DetectionRuleText } from './detectionRule.ts'
import { severityRank } from './severity.ts'

/** No event is told of for longer: what must last more is never believed. */
const LONGEST_PERSIST_MS = 86_400_000

/** What of a rule about detections could never come true or speaks against itself, though each of its fields is right; see `whatNeverHolds`. */
export function whatIsNeverBelieved(rule: Partial<DetectionRuleText>): { path: string; message: string }[] {
  const { persist = 0, byHours, schedule, night, minConfidence = 1, corroboration, severity, zoneSeverities = [], onlyIn = [] } = rule
  const problems: { path: string; message: string }[] = []
  if (persist > LONGEST_PERSIST_MS) problems.push({ path: 'persist', message: 'no event lasts longer than 1d: it would never be believed' })
  if (byHours && !schedule && !night) problems.push({ path: 'byHours', message: 'goes by no hours: give schedule or night' })
  if ((night?.minConfidence ?? 0) > minConfidence) problems.push({ path: 'night.minConfidence', message: 'asks for more than by day: at night the violation is likelier' })
  if (corroboration && severity && severityRank(corroboration.alone) > severityRank(severity)) problems.push({ path: 'corroboration.alone', message: 'is severer than what a second source has made certain' })
  const seen = new Set<string>()
  zoneSeverities.forEach(({ zones }, i) => {
    if (zones.some((zone) => seen.has(zone))) problems.push({ path: `zoneSeverities.${i}.zones`, message: 'names a zone that has a severity already' })
    for (const zone of zones) seen.add(zone)
  })
  if (onlyIn.some((zone) => zone.trim() === '')) problems.push({ path: 'onlyIn', message: 'names a zone without a name' })
  return problems
}
