import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { rosterSchema, type Roster } from '../../../domain/duty/roster.ts'
import type { WorkCalendar } from '../../../domain/workingDays.ts'
import { api } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'

interface RosterAnswer {
  document: Roster
  version: number
  isShipped: boolean
}

/** A person who can be put on a team. */
export interface Person {
  readonly username: string
  readonly name: string
}

export interface RosterEditor {
  /** What is being written; null until it has come. */
  readonly draft: Ref<Roster | null>
  readonly calendar: ShallowRef<WorkCalendar>
  readonly people: ShallowRef<readonly Person[]>
  readonly version: ShallowRef<number>
  readonly isShipped: ShallowRef<boolean>
  readonly isChanged: ComputedRef<boolean>
  /** What is wrong with the draft: place and reason, as the server would say it. */
  readonly faults: ComputedRef<readonly { readonly path: string; readonly message: string }[]>
  readonly saving: ShallowRef<boolean>
  readonly problem: ShallowRef<unknown>
  /** Whether somebody else has changed the roster since it was read. */
  readonly isOutdated: ComputedRef<boolean>
  load(): Promise<void>
  save(): Promise<boolean>
}

const NO_CALENDAR: WorkCalendar = { years: new Set(), holidays: new Set(), workdays: new Set() }

/** The roster as it is and as it is being changed; it is kept whole, so that nobody ever sees half of a change. */
export function useRoster(): RosterEditor {
  const draft = ref<Roster | null>(null)
  const kept = shallowRef('')
  const [version, isShipped, saving] = [shallowRef(0), shallowRef(true), shallowRef(false)]
  const calendar = shallowRef(NO_CALENDAR)
  const people = shallowRef<readonly Person[]>([])
  const problem = shallowRef<unknown>(null)

  function take(answer: RosterAnswer): void {
    draft.value = structuredClone(answer.document)
    kept.value = JSON.stringify(answer.document)
    version.value = answer.version
    isShipped.value = answer.isShipped
    problem.value = null
  }
  async function load(): Promise<void> {
    try {
      const [roster, days] = await Promise.all([
        api.get<RosterAnswer>('/duty/roster'), api.get<{ years: number[]; holidays: string[]; workdays: string[] }>('/duty/calendar'),
      ])
      calendar.value = { years: new Set(days.years), holidays: new Set(days.holidays), workdays: new Set(days.workdays) }
      take(roster)
      // Names are a help, and not everybody may see them.
      people.value = await api.get<{ items: Person[] }>('/duty/contacts').then(({ items }) => items, () => [])
    } catch (reason) {
      problem.value = reason
    }
  }
  async function save(): Promise<boolean> {
    saving.value = true
    try {
      take(await api.put<RosterAnswer>('/duty/roster', { version: version.value, document: draft.value }))
      return true
    } catch (reason) {
      problem.value = reason
      return false
    } finally {
      saving.value = false
    }
  }
  const faults = computed(() => {
    const read = draft.value ? rosterSchema.safeParse(draft.value) : null
    return read && !read.success ? read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) : []
  })
  return {
    draft, calendar, people, version, isShipped, faults, saving, problem, load, save,
    isChanged: computed(() => draft.value !== null && JSON.stringify(draft.value) !== kept.value),
    isOutdated: computed(() => problem.value instanceof ApiProblem && problem.value.status === 409),
  }
}
