import { compileDetectionRule, type DetectionRule } from '../../domain/detectionRule.ts'
import { placedIn, type OpeningHours } from '../../domain/openingHours.ts'
import { compileRule, type Rule, type Scope } from '../../domain/rule.ts'
import { byPrecedence, covers, judging, type Rival, type ScopedDevice } from '../../domain/ruleScope.ts'
import type { RuleText } from '../../domain/writtenRule.ts'

/** A version of a rule that is in force. */
export interface CurrentRule {
  readonly id: string
  readonly version: number
  readonly text: RuleText
  readonly madeAt: number
}

/** Of a device, what decides which rules are about it. */
interface Covered extends ScopedDevice {
  readonly opening_hours: OpeningHours | null
}

interface KnownRule {
  readonly rule: Rule
  readonly scope: Scope
}

interface KnownDetectionRule extends Rival {
  readonly rule: DetectionRule
}

/** The rules that were in force at one moment, and which of them judge a device. */
export class RuleSet {
  readonly #rules: readonly KnownRule[]
  /** By violation, each list in order of precedence. */
  readonly #detectionRules: ReadonlyMap<string, readonly KnownDetectionRule[]>
  /** What devices under the same rules about detections share, by the ids of these. */
  readonly #judgedBy = new Map<string, ReadonlyMap<string, DetectionRule>>()

  constructor(current: readonly CurrentRule[]) {
    const rules = new Map<string, KnownRule>()
    const seen: KnownDetectionRule[] = []
    for (const { id, version, text, madeAt } of current) {
      if (!text.enabled) continue
      if ('type' in text) seen.push({ id, scope: text.scope, madeAt, rule: compileDetectionRule(text, version) })
      else rules.set(id, { rule: compileRule(text, version), scope: text.scope })
    }
    this.#rules = [...rules.values()]
    const byType = new Map<string, KnownDetectionRule[]>()
    for (const one of seen.sort(byPrecedence)) byType.set(one.rule.type, [...(byType.get(one.rule.type) ?? []), one])
    this.#detectionRules = byType
  }

  /** Those about the readings of a device, at the hours of its unit. */
  about(device: Covered): Rule[] {
    return this.#rules.filter(({ scope }) => covers(scope, device)).map(({ rule }) => placedIn(rule, device.opening_hours))
  }

  /** What judges the detections of a device, by violation: of each the narrowest rule that covers it. */
  aboutDetections(device: Covered): ReadonlyMap<string, DetectionRule> {
    const found = [...this.#detectionRules.values()].flatMap((rivals) => judging(rivals, device)?.rule ?? [])
    const key = found.map(({ id }) => id).join()
    const known = this.#judgedBy.get(key)
    if (known) return known
    const rules = new Map(found.map((rule) => [rule.type, rule]))
    this.#judgedBy.set(key, rules)
    return rules
  }
}
