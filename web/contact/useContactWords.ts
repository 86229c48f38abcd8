import { useI18n } from 'vue-i18n'
import { ApiProblem, type FieldProblem } from '../api/problem.ts'

export interface ContactWords {
  /** What the server refuses of a field, in words of the page. */
  faults(found: readonly FieldProblem[]): FieldProblem[]
  problem(reason: unknown): string
}

export function useContactWords(): ContactWords {
  const { t, te } = useI18n()
  return {
    faults: (found) => found.map(({ path, detail }) => ({ path, detail: te(`contact.fault.${path}`) ? t(`contact.fault.${path}`) : detail })),
    problem: (reason) => (reason instanceof ApiProblem && reason.type === 'unreachable' ? t('admin.problem.unreachable') : t('admin.problem.other', { detail: reason instanceof Error ? reason.message : String(reason) })),
  }
}
