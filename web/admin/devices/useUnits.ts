import { api } from '../../api/client.ts'
import { useFound, type Choice, type Found } from '../useFound.ts'
import { likelyUnit } from './registration.ts'

interface UnitName {
  readonly id: string
  readonly name: string
}

export interface Units extends Found {
  /** Lists units, the one in front in which a device of the gateway probably stands; answers that one's id. */
  propose(gateway: string): Promise<string | null>
}

const labelled = ({ id, name }: UnitName): Choice => ({ id, label: `${name} · ${id}` })

/** Units by name or id, as a person types. */
export function useUnits(chosen: () => readonly string[]): Units {
  const found = useFound<UnitName>('/units', chosen, labelled)
  return {
    ...found,
    async propose(gateway) {
      const [own, behind] = await Promise.all([
        api.get<{ unit: string | null }>(`/devices/${encodeURIComponent(gateway)}`).catch(() => null),
        api.get<{ items: { unit: string | null }[] }>('/devices', { gateway, limit: 500 }).then(({ items }) => items, () => []),
        found.find(''),
      ])
      const all = found.choices.value
      const likely = likelyUnit(own, behind) ?? (all.length === 1 ? (all[0]?.id ?? null) : null)
      const one = likely === null ? null : await api.get<UnitName>(`/units/${encodeURIComponent(likely)}`).catch(() => null)
      if (one) found.choices.value = [labelled(one), ...all.filter(({ id }) => id !== one.id)]
      return one?.id ?? null
    },
  }
}
