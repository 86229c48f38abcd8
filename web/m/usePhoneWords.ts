import { computed, shallowRef, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../api/client.ts'
import type { Vocabulary } from '../api/shapes.ts'
import type { Wordbook } from '../screen/alertText.ts'

const vocabulary = shallowRef<Vocabulary | null>(null)

/** The words of the interface with the operator's own names for things, which are asked for once. */
export function usePhoneWords(): ComputedRef<Wordbook> {
  const { t, locale } = useI18n()
  if (!vocabulary.value) void api.get<Vocabulary>('/config/vocabulary').then((got) => (vocabulary.value = got), () => null)
  return computed(() => ({ locale: locale.value === 'en' ? 'en' : 'zh', vocabulary: vocabulary.value, t: (key, values) => t(key, values ?? {}) }))
}
