import { canonicalJson } from '../../domain/auditChain.ts'
import type { RuleInput } from '../../domain/writtenRule.ts'
import { appendAudit } from '../../stores/postgres/audit.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { appendRule, lockRules, ruleVersions } from '../../stores/postgres/rules.ts'
import type { Context } from '../context.ts'
import { written } from './ruleShape.ts'

const SHIPPED = 'shipped'

/**
 * Brings the shipped rules into the database: a new version wherever the shipped text changed since it was last
 * taken over. What an operator made of a shipped rule stays until then. Answers the ids that changed; they are
 * announced to whoever runs already.
 */
export async function syncShippedRules(context: Pick<Context, 'db' | 'configuration' | 'register' | 'clock'>): Promise<string[]> {
  const at = context.clock()
  const changed = await transaction(context.db, async (client) => {
    await lockRules(client)
    const texts: RuleInput[] = []
    for (const text of context.configuration.rules.map(written)) {
      const shippedBefore = (await ruleVersions(client, text.id)).find((version) => version.author === SHIPPED)
      if (!shippedBefore || canonicalJson(shippedBefore.text) !== canonicalJson(JSON.parse(JSON.stringify(text)))) texts.push(text)
    }
    for (const text of texts) {
      const { version } = await appendRule(client, text, SHIPPED, at)
      await appendAudit(client, { at, actor: 'system', action: 'rule.ship', subject: `rule:${text.id}`, detail: { version } })
    }
    return texts.map((text) => text.id)
  })
  if (changed.length > 0) await context.register.announce('rules', changed)
  return changed
}
