import { compileDetectionRule, detectionRuleSchema, type DetectionRule, type DetectionRuleText } from '../../domain/detectionRule.ts'
import { byPrecedence, judging, type ScopedDevice } from '../../domain/ruleScope.ts'
import type { Queryable } from './pool.ts'

/** The rule that judges what this camera sees of a violation, as it is kept now; null where none does. */
export async function ruleOfCamera(db: Queryable, camera: string, type: string): Promise<{ text: DetectionRuleText; rule: DetectionRule } | null> {
  const { rows: [device] } = await db.query<ScopedDevice>(
    'SELECT d.id, d.profile, u.kind, u.district, u.tags FROM device d LEFT JOIN unit u ON u.id = d.unit WHERE d.id = $1', [camera])
  if (!device) return null
  const { rows } = await db.query<{ id: string; version: number; text: unknown; created_at: Date }>(
    "SELECT id, version, text, created_at FROM rule WHERE current AND text->>'type' = $1", [type])
  const rivals = rows.flatMap(({ id, version, text, created_at }) => {
    const parsed = detectionRuleSchema.safeParse(text)
    return parsed.success && parsed.data.enabled ? [{ id, scope: parsed.data.scope, madeAt: created_at.getTime(), text: parsed.data, version }] : []
  })
  const found = judging(rivals.sort(byPrecedence), device)
  return found ? { text: found.text, rule: compileDetectionRule(found.text, found.version) } : null
}
