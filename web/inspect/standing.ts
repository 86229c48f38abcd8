import { useI18n } from 'vue-i18n'
import { api } from '../api/client.ts'

/** How an inspector stands to a unit, as the directory answers it: the free ones first, then the near ones. */
export interface Standing {
  readonly username: string
  readonly name: string
  readonly running: number
  readonly free: boolean
  /** From the unit, at the last check-in; null where there was none. */
  readonly metres: number | null
  readonly lastAt: string | null
}

/** Who could be sent to the unit; nobody where the directory is out of reach. */
export const standingsFor = (unit: string): Promise<Standing[]> => api.get<Standing[]>('/inspections/inspectors', { unit }).catch(() => [])

/** "李检 · 空闲 · 距 1.2 km". */
export function useStandingWords(): (person: Standing) => string {
  const { t } = useI18n()
  return (person) => [
    person.name, person.free ? t('inspect.make.free') : t('inspect.make.busy', { n: person.running }), person.metres === null ? '' : t('inspect.make.near', { metres: person.metres < 1_000 ? `${person.metres} m` : `${(person.metres / 1_000).toFixed(1)} km` }),
  ].filter(Boolean).join(' · ')
}

/** Whom to send by default: the first who is not sent elsewhere in the same plan, else the first. */
export function suggested(people: readonly Standing[], taken: ReadonlySet<string>): string {
  return (people.find((one) => !taken.has(one.username)) ?? people[0])?.username ?? ''
}
