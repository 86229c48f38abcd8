import type { Policy } from '../../../domain/escalation/policy.ts'
import { freshId } from '../duty/freshId.ts'

/** Where a new policy begins: whoever is on duty, at once. */
export function newPolicy(others: readonly Policy[], name: string): Policy {
  return { id: freshId('policy', others), name, severities: ['critical'], districts: [], steps: [{ after: '0', who: ['on-duty'], channels: ['push'], acknowledgements: 1 }], remind: null, group: { by: ['unit', 'rule'], within: '1m' } }
}
