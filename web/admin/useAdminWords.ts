import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import type { Vocabulary } from '../api/shapes.ts'
import { useResource } from '../api/useResource.ts'
import { beijingDate, beijingMinute } from '../format/time.ts'
import { said } from '../i18n/said.ts'
import type { Wordbook } from '../screen/alertText.ts'

export interface AdminWords {
  readonly words: ComputedRef<Wordbook>
  readonly vocabulary: ComputedRef<Vocabulary | null>
  profileName(id: string): string
  districtName(code: string): string
  /** What went wrong, in words of the page. */
  problem(problem: unknown): string
  /** "2026-11-22 14:05", for what may lie years back. */
  stamp(iso: string): string
}

const KNOWN = new Set(['unreachable', 'forbidden', 'duplicate', 'too-many-requests', 'unavailable'])

/** The operator's own names for things, and what is said of problems and times. */
export function useAdminWords(): AdminWords {
  const { t, locale } = useI18n()
  const resource = useResource(() => api.get<Vocabulary>('/config/vocabulary'))
  void resource.load().catch(() => null)
  const lang = computed(() => (locale.value === 'en' ? ('en' as const) : ('zh' as const)))
  const vocabulary = computed(() => resource.data.value)
  return {
    vocabulary,
    words: computed(() => ({ locale: lang.value, vocabulary: vocabulary.value, t: (key, values) => t(key, values ?? {}) })),
    profileName: (id) => vocabulary.value?.profiles[id]?.[lang.value] ?? id,
    districtName: (code) => vocabulary.value?.region?.districts.find((each) => each.code === code)?.[lang.value] ?? code,
    problem(problem) {
      if (!(problem instanceof ApiProblem)) return t('admin.problem.other', { detail: String(problem) })
      const type = problem.type.replace('/problems/', '')
      return KNOWN.has(type) ? t(`admin.problem.${type}`) : t('admin.problem.other', { detail: said(problem.message) })
    },
    stamp(iso) {
      const at = Date.parse(iso)
      const { year, month, day } = beijingDate(at)
      return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')} ${beijingMinute(at)}`
    },
  }
}
