import type { RulePrecision } from '../../../domain/rulePrecision.ts'
import { api } from '../../api/client.ts'
import { useKeyed } from '../../duty/useKeyed.ts'

/** What people found of a version of a rule over the last 90 days; null where they found nothing yet. */
export function useRulePrecision(rule: () => string | null): (id: string, version: number) => RulePrecision | null {
  const found = useKeyed<readonly RulePrecision[]>(rule, async (id) => (await api.get<{ items: RulePrecision[] }>('/precision/rules', id === EVERY ? {} : { rule: id })).items)
  return (id, version) => found.data.value?.find((each) => each.ruleId === id && each.ruleVersion === version) ?? null
}

/** Asks for all rules at once. */
export const EVERY = '*'
