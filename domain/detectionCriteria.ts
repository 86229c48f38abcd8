import type { DetectionRule } from './detectionRule.ts'
import type { Detection } from './feed.ts'
import { closedHours, type OpeningHours } from './openingHours.ts'
import { endOfSpan, isScheduled } from './schedule.ts'
import type { Severity } from './severity.ts'

type Asked = Pick<DetectionRule, 'version' | 'type' | 'severity' | 'minConfidence' | 'minShare' | 'persistMs' | 'cooldownMs' | 'hits' | 'windows'>

/** What the judgement asks of one detection, by the rule that judges it, where and when it was made. */
export interface DetectionCriteria extends Asked {
  readonly ruleId: string
  /** True where all tracks are one at this time, false where they are at others; absent where they never are. */
  readonly anyTrack?: boolean
  /** False where a person looks first: the detection awaits a review, and opens no alert. */
  readonly opens: boolean
}

/** No night is longer than this, also where a unit is closed for days. */
const DAY_MS = 86_400_000

/** How bad the violation is where it was seen; `zone` is null where the camera names none. */
export function severityIn({ zoneSeverities, severity }: DetectionRule, zone: string | null): Severity {
  const special = zoneSeverities.find((entry) => zone !== null && entry.zones.includes(zone))
  return special?.severity ?? severity
}

/** Whether the violation can be one in this zone. A camera that names no zone gets the benefit of the doubt. */
export function appliesIn({ onlyIn }: DetectionRule, zone: string | null): boolean {
  return onlyIn.length === 0 || zone === null || onlyIn.includes(zone)
}

/**
 * What a rule asks of a detection where and when it was made; null where it is none whatever it shows: no rule judges it,
 * or it was in a zone or at a time in which it can't happen.
 * @param trusted false for a camera that was found wrong about the kind too often
 * @param hours when the unit is open; null where nobody said
 */
export function criteriaFor(rule: DetectionRule | undefined, { zone, ts }: Pick<Detection, 'zone' | 'ts'>, trusted: boolean, hours: OpeningHours | null = null): DetectionCriteria | null {
  if (rule === undefined || !appliesIn(rule, zone)) return null
  const closed = rule.byHours ? closedHours(hours) : null
  if (rule.schedule !== null && !isScheduled(closed ?? rule.schedule, ts)) return null
  const hoursOfNight = rule.night === null ? null : (closed ?? rule.night.during)
  const night = hoursOfNight !== null && isScheduled(hoursOfNight, ts) ? rule.night : null
  const asOne = hoursOfNight !== null && night?.asOne === true
  const { id: ruleId, version, type, minShare, persistMs, cooldownMs, windows } = rule
  return {
    ruleId, version, type, minShare, persistMs, cooldownMs, windows,
    opens: trusted && !rule.reviewOnly,
    severity: rule.corroboration?.alone ?? severityIn(rule, zone),
    minConfidence: night?.minConfidence ?? rule.minConfidence,
    hits: night === null ? rule.hits : night.hits,
    ...(rule.night?.asOne === true ? { anyTrack: asOne } : {}),
    ...(asOne ? { cooldownMs: Math.max(cooldownMs, Math.min(endOfSpan(hoursOfNight, ts) - ts, DAY_MS)) } : {}),
  }
}
