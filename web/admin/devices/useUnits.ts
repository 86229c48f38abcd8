import { shallowRef, type ShallowRef } from 'vue'
import { api } from '../../api/client.ts'
import { likelyUnit } from './registration.ts'

interface UnitName {
  readonly id: string
  readonly name: string
}

export interface Units {
  /** Those to choose from. */
  readonly units: ShallowRef<readonly UnitName[]>
  readonly finding: ShallowRef<boolean>
  find(q: string): Promise<void>
  /** Lists units, the one in front in which a device of the gateway probably stands; answers that one's id. */
  propose(gateway: string): Promise<string | null>
}

const list = (q: string): Promise<UnitName[] | null> =>
  api.get<{ items: UnitName[] }>('/units', { limit: 20, ...(q.trim() === '' ? {} : { q: q.trim() }) }).then(({ items }) => items, () => null)

/** Units by name or id, as a person types. */
export function useUnits(): Units {
  const units = shallowRef<readonly UnitName[]>([])
  const finding = shallowRef(false)
  return {
    units,
    finding,
    async find(q) {
      finding.value = true
      units.value = (await list(q)) ?? units.value
      finding.value = false
    },
    async propose(gateway) {
      const [all, own, behind] = await Promise.all([
        list(''),
        api.get<{ unit: string | null }>(`/devices/${encodeURIComponent(gateway)}`).catch(() => null),
        api.get<{ items: { unit: string | null }[] }>('/devices', { gateway, limit: 500 }).then(({ items }) => items, () => []),
      ])
      const likely = likelyUnit(own, behind) ?? (all?.length === 1 ? (all[0]?.id ?? null) : null)
      const found = likely === null ? null : await api.get<UnitName>(`/units/${encodeURIComponent(likely)}`).catch(() => null)
      units.value = [...(found ? [found] : []), ...(all ?? []).filter(({ id }) => id !== found?.id)]
      return found?.id ?? null
    },
  }
}
