import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { rosterSchema, type Roster } from '../../../domain/duty/roster.ts'
import type { WorkCalendar } from '../../../domain/workingDays.ts'
import { api } from '../../api/client.ts'
import { useDutyDocument, type DutyDocument } from '../duty/useDutyDocument.ts'

/** A person who can be put on a team. */
export interface Person {
  readonly username: string
  readonly name: string
}

export interface RosterEditor extends Pick<DutyDocument<Roster>, 'kept' | 'saving' | 'problem' | 'isOutdated' | 'load'> {
  /** What is being written; null until it has come. */
  readonly draft: Ref<Roster | null>
  readonly calendar: ShallowRef<WorkCalendar>
  readonly people: ShallowRef<readonly Person[]>
  readonly isChanged: ComputedRef<boolean>
  /** What is wrong with the draft: place and reason, as the server would say it. */
  readonly faults: ComputedRef<readonly { readonly path: string; readonly message: string }[]>
  save(): Promise<boolean>
}

const NO_CALENDAR: WorkCalendar = { years: new Set(), holidays: new Set(), workdays: new Set() }

/** The roster as it is and as it is being changed; it is kept whole, so that nobody ever sees half of a change. */
export function useRoster(): RosterEditor {
  const { kept, saving, problem, isOutdated, load: read, put } = useDutyDocument<Roster>('roster')
  const draft = ref<Roster | null>(null)
  const calendar = shallowRef(NO_CALENDAR)
  const people = shallowRef<readonly Person[]>([])
  watch(kept, (now) => (draft.value = now && structuredClone(now.document)), { flush: 'sync' })

  async function load(): Promise<void> {
    try {
      const days = await api.get<{ years: number[]; holidays: string[]; workdays: string[] }>('/duty/calendar')
      calendar.value = { years: new Set(days.years), holidays: new Set(days.holidays), workdays: new Set(days.workdays) }
      await read()
      // Names are a help: without them the roster can still be read.
      people.value = await api.get<{ items: Person[] }>('/duty/officers').then(({ items }) => items, () => [])
    } catch (reason) {
      problem.value = reason
    }
  }
  const faults = computed(() => {
    const parsed = draft.value ? rosterSchema.safeParse(draft.value) : null
    return parsed && !parsed.success ? parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) : []
  })
  return {
    draft, kept, calendar, people, faults, saving, problem, isOutdated, load,
    save: () => (draft.value ? put(draft.value) : Promise.resolve(false)),
    isChanged: computed(() => draft.value !== null && JSON.stringify(draft.value) !== JSON.stringify(kept.value?.document)),
  }
}
