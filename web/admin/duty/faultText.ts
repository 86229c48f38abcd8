import type { FieldProblem } from '../../api/problem.ts'
import { said } from '../../i18n/said.ts'

/** What a page calls things, and whether it has a word. */
export interface FaultWords {
  t(key: string, values?: Record<string, unknown>): string
  te(key: string): boolean
}

const SAID: readonly (readonly [RegExp, string])[] = [
  [/^there is no channel (.+)$/, 'noChannel'],
  [/^there is no team (.+)$/, 'noTeam'],
  [/^(.+) is there already$/, 'taken'],
]

/** What the server said of a field, in words of the page: what it said in particular, else what the field asks for. */
export function faultText({ path, detail }: FieldProblem, { t, te }: FaultWords): string {
  for (const [pattern, name] of SAID) {
    const found = pattern.exec(detail)
    if (found) return t(`admin.fault.${name}`, { name: found[1] ?? '' })
  }
  const field = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? ''
  return te(`admin.fault.field.${field}`) ? t(`admin.fault.field.${field}`) : said(detail)
}
