import { shallowRef, watch } from 'vue'
import { api } from '../../api/client.ts'

/** The names of units, asked for once each; an id where nobody tells the name. */
export function useUnitNames(ids: () => readonly string[]): (id: string) => string {
  const names = shallowRef<Readonly<Record<string, string>>>({})
  const asked = new Set<string>()
  watch(ids, (all) => {
    for (const id of all.filter((one) => !asked.has(one))) {
      asked.add(id)
      void api.get<{ name: string }>(`/units/${encodeURIComponent(id)}`).then(({ name }) => (names.value = { ...names.value, [id]: name }), () => null)
    }
  }, { immediate: true })
  return (id) => names.value[id] ?? id
}
