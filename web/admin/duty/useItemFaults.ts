import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { FieldProblem } from '../../api/problem.ts'
import type { AdminWords } from '../useAdminWords.ts'
import { faultText } from './faultText.ts'
import type { DutyItems } from './useDutyItems.ts'

export interface ItemFaults {
  /** Set once something was sent from here: what others sent is none of this editor's faults. */
  readonly tried: ShallowRef<boolean>
  readonly faults: ComputedRef<readonly FieldProblem[]>
  /** What went wrong beyond the fields; null where nothing did. */
  readonly problem: ComputedRef<string | null>
}

/** What the server says is wrong with the item being edited, in words of the page. */
export function useItemFaults(list: Pick<DutyItems<unknown & { id: string }>, 'itemFaults' | 'problem' | 'isOutdated'>, naming: AdminWords): ItemFaults {
  const { t, te } = useI18n()
  const tried = shallowRef(false)
  const words = { t: (key: string, values: Record<string, unknown> = {}) => t(key, values), te: (key: string) => te(key) }
  const faults = computed(() => (tried.value ? list.itemFaults.value.map((fault) => ({ path: fault.path, detail: faultText(fault, words) })) : []))
  return {
    tried, faults,
    problem: computed(() => {
      if (!tried.value || list.problem.value === null || faults.value.length > 0) return null
      return list.isOutdated.value ? t('admin.history.outdated') : naming.problem(list.problem.value)
    }),
  }
}
