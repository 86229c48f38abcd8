import { z } from 'zod'
import type { Corroboration } from './corroboration.ts'
import { IDENTIFIER } from './device.ts'
import { METRIC_NAMES, type MetricName } from './metrics.ts'
import { basisSchema, ORDER_MODES, scopeSchema } from './rule.ts'
import { duration } from './ruleLimit.ts'
import { compileSchedule, scheduleSchema, type Schedule } from './schedule.ts'
import { SEVERITIES, type Severity } from './severity.ts'
import { VIOLATION_KEY } from './violation.ts'

/** Where a rule names no confidence: the low end of what public detectors ship with. */
const DEFAULT_CONFIDENCE = 0.5

/** The whole week, for a weight that does not depend on the time. */
const ALWAYS = [0, 7 * 86_400_000]

const share = z.number().min(0).max(1)
const zones = z.array(z.string().min(1)).min(1)
const hits = z.strictObject({ count: z.int().positive().max(1_000), within: duration })

const corroboration = z.strictObject({
  within: duration,
  alone: z.enum(SEVERITIES),
  sensors: z.array(z.strictObject({ metric: z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]]), above: z.number().nullable().default(null) })).default([]),
})

/** A rule about what cameras see, as it is written: what is asked of a detection before the platform believes it. */
export const detectionRuleSchema = z.strictObject({
  id: z.string().regex(IDENTIFIER),
  name: z.string().min(1).max(200),
  scope: scopeSchema.default({ profiles: ['camera'] }),
  type: z.string().regex(VIOLATION_KEY).meta({ description: 'A key of the catalogue of violations' }),
  severity: z.enum(SEVERITIES),
  minConfidence: share.default(DEFAULT_CONFIDENCE),
  minShare: share.optional().meta({ description: 'Least share of the analysed frames; not tested where the camera counts none' }),
  persist: duration.default(0),
  cooldown: duration.meta({ description: 'The same camera, kind and track within this time is the same event' }),
  hits: hits.optional().meta({ description: 'Messages, or frames where the camera counts them, that must show it' }),
  windows: z.strictObject({ hit: z.int().positive(), of: z.int().positive().max(100), length: duration }).refine(({ hit, of }) => hit <= of, { path: ['hit'], message: 'more windows are to be hit than are looked at' }).optional(),
  schedule: scheduleSchema.optional().meta({ description: 'The only times it can happen at, in Beijing' }),
  night: z.strictObject({ during: scheduleSchema, minConfidence: share.optional(), hits: hits.optional(), asOne: z.boolean().default(false) }).optional()
    .meta({ description: 'Times at which it is likelier than a mistake, and what is asked then; asOne: one alert a camera and night' }),
  byHours: z.boolean().default(false).meta({ description: 'In a unit that told when it is open, schedule and night are the hours after closing' }),
  zoneSeverities: z.array(z.strictObject({ zones, severity: z.enum(SEVERITIES) })).optional(),
  onlyIn: zones.optional(),
  corroboration: corroboration.optional(),
  reviewOnly: z.boolean().default(false).meta({ description: 'Opens no alert by itself: a person looks first' }),
  order: z.enum(ORDER_MODES).default('draft'),
  basis: basisSchema.default({ kind: 'operator', status: 'unverified' }),
  enabled: z.boolean().default(true),
})

/** What a person sends. */
export type DetectionRuleInput = z.input<typeof detectionRuleSchema>
/** The same after checking: durations in milliseconds. */
export type DetectionRuleText = z.output<typeof detectionRuleSchema>

export interface Hits {
  readonly count: number
  readonly withinMs: number
}

/** In some zones (专间, the special room for ready-to-eat food) the same act is worse. */
interface ZoneSeverity {
  /** The names cameras use for the zone. */
  readonly zones: readonly string[]
  readonly severity: Severity
}

/** What is asked at the times when the violation is likelier than a mistake. */
interface NightWeight {
  readonly during: Schedule
  readonly minConfidence: number
  readonly hits: Hits | null
  /** All that one camera sees until the end of the night is told as one, however many tracks it follows. */
  readonly asOne: boolean
}

/** A rule about detections made ready to judge by. Times in milliseconds. */
export interface DetectionRule {
  readonly id: string
  readonly version: number
  /** The violation it is about, a key of the catalogue. */
  readonly type: string
  readonly severity: Severity
  /** A less confident detection opens no alert. */
  readonly minConfidence: number
  /** Least share of analysed frames that show it; null where none is asked. */
  readonly minShare: number | null
  /** How long it must last. */
  readonly persistMs: number
  /** What the same camera sees of the same kind and track within this time is the same event. */
  readonly cooldownMs: number
  /** Messages (or frames, where the camera counts them) that must show it, and within what time; null where none are asked. */
  readonly hits: Hits | null
  /** Of the latest so many spans of time, those that must show it; null where none are asked. */
  readonly windows: { readonly hit: number; readonly of: number; readonly lengthMs: number } | null
  /** Times of the week in which it can happen at all; null for always. */
  readonly schedule: Schedule | null
  /** Times of the week in which less is asked; null where nothing differs. */
  readonly night: NightWeight | null
  /** True where `schedule` and `night` are the hours after closing of a unit that told when it is open. */
  readonly byHours: boolean
  readonly zoneSeverities: readonly ZoneSeverity[]
  /** Zones it can happen in at all; empty means everywhere. */
  readonly onlyIn: readonly string[]
  /** What a second source makes of it; null where one camera is enough. */
  readonly corroboration: Corroboration | null
  readonly reviewOnly: boolean
}

/** Brings a checked rule into the shape the judgement works on. */
export function compileDetectionRule(text: DetectionRuleText, version: number): DetectionRule {
  const { id, type, severity, minConfidence, persist, cooldown, windows, night, schedule, corroboration: second, byHours, reviewOnly } = text
  return {
    id, version, type, severity, minConfidence, byHours, reviewOnly,
    minShare: text.minShare ?? null,
    persistMs: persist,
    cooldownMs: cooldown,
    hits: hitsOf(text.hits),
    windows: windows ? { hit: windows.hit, of: windows.of, lengthMs: windows.length } : null,
    schedule: schedule ? compileSchedule(schedule) : null,
    night: night ? { during: compileSchedule(night.during) ?? ALWAYS, minConfidence: night.minConfidence ?? minConfidence, hits: hitsOf(night.hits ?? text.hits), asOne: night.asOne } : null,
    zoneSeverities: text.zoneSeverities ?? [],
    onlyIn: text.onlyIn ?? [],
    corroboration: second ? { withinMs: second.within, alone: second.alone, sensors: second.sensors } : null,
  }
}

function hitsOf(text: z.output<typeof hits> | undefined): Hits | null {
  return text ? { count: text.count, withinMs: text.within } : null
}
