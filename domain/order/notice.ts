import type { Alert } from '../alert.ts'
import { METRICS } from '../metrics.ts'
import type { Basis } from '../rule.ts'

/** What an office's notices say besides the case. */
export interface NoticeTexts {
  readonly orderBasis: Basis
  /** What one can do against the notice, and how long. */
  readonly relief: string
}

/** 《餐饮服务食品安全操作规范》: a text of ours by its name; a clause only where somebody has checked it. Null for what is no text to cite. */
export function citation(basis: Basis | null): string | null {
  const { kind, document, clause, status } = basis ?? {}
  // Foreign texts are kept for comparison; nobody here is bound by them.
  if (document === undefined || kind === 'operator' || kind === 'platform' || !/\p{Script=Han}/u.test(document)) return null
  return `《${document}》${status === 'verified' && clause !== undefined ? clause : ''}`
}

/** What is wrong in the words of the notice: against the law, a standard, or, where nothing can be cited, to be filled in by hand. */
export function breachText(basis: Basis | null, blank: string): string {
  const cited = citation(basis)
  if (cited === null) return `上述情形不符合食品安全管理要求，违反了${blank}的规定。`
  return basis?.kind === 'legal' ? `上述行为违反了${cited}的规定。` : `上述情形不符合${cited}的要求。`
}

/** What an alert of the case shows, as the notice tells it. */
export function findingText(alert: Pick<Alert, 'metric' | 'value' | 'limit' | 'unitOfMeasure' | 'ruleName'>): string {
  const { metric, value, limit, unitOfMeasure, ruleName } = alert
  if (metric === null || value === null) return ruleName
  const unit = unitOfMeasure ? ` ${unitOfMeasure}` : ''
  return `${METRICS[metric].zh} ${number(value)}${unit}${limit === null ? '' : `（限值 ${number(limit)}${unit}）`}`
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10).replace('-', '−')
}
