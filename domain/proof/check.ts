/** What is checked of a photo (五定防伪): when, where, by whose phone, of what, by whom, and whether it is what the lens saw. */
export const CHECKS = ['time', 'place', 'phone', 'subject', 'face', 'tamper'] as const
export type CheckName = (typeof CHECKS)[number]

/** One check's answer. A failed one may be overridden by an officer, who is named with the reason. */
export interface Check {
  readonly name: CheckName
  readonly status: 'pass' | 'fail' | 'overridden'
  /** A stable key that pages translate, such as `too-far`. */
  readonly reason: string
  /** The figures behind it, such as metres. */
  readonly figures?: Readonly<Record<string, number | string>>
  readonly override?: { readonly by: string; readonly at: string; readonly reason: string }
}

export function passed(name: CheckName, reason: string, figures?: Check['figures']): Check {
  return { name, status: 'pass', reason, ...(figures ? { figures } : {}) }
}

export function failed(name: CheckName, reason: string, figures?: Check['figures']): Check {
  return { name, status: 'fail', reason, ...(figures ? { figures } : {}) }
}

/** Whether a photo proves something: no check stands failed. */
export function holds(checks: readonly Check[]): boolean {
  return checks.every((check) => check.status !== 'fail')
}
