import type { Alert } from '../../domain/alert.ts'
import type { ApiProblem } from '../api/problem.ts'
import type { Wordbook } from '../screen/alertText.ts'

const KNOWN = new Set(['unreachable', 'not-found', 'forbidden', 'outside-jurisdiction', 'not-authenticated', 'too-many-requests', 'unavailable', 'internal', 'invalid'])

/** What went wrong in words of the page; what the server said where we have no better words. */
export function problemText(problem: ApiProblem, words: Wordbook, alert?: Alert | undefined): string {
  const type = problem.type.replace('/problems/', '')
  const refused = problem.codes.find((code) => ORDER_REFUSALS.has(code))
  if (refused !== undefined) return words.t(`duty.order.refused.${refused}`)
  if (type === 'conflict') {
    return alert ? words.t('duty.problem.conflict', { state: words.t(`alertState.${alert.state}`) }) : words.t('duty.problem.conflictPlain', { detail: problem.message })
  }
  return words.t(`duty.problem.${KNOWN.has(type) ? type : 'other'}`, { detail: problem.message })
}

/** Stable codes by which the loop of orders refuses. */
const ORDER_REFUSALS = new Set(['issuing-right', 'review-pending', 'finding-dismissed', 'illegal-transition', 'role', 'same-person'])
