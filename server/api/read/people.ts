import type { TimelineEntry } from '../../../domain/alert.ts'
import type { Queryable } from '../../../stores/postgres/pool.ts'
import { namesOf } from '../../../stores/postgres/users.ts'

/** The names of the people in a timeline, by user name: whoever may see it may know who acted. */
export function peopleIn(db: Queryable, { timeline }: { readonly timeline: readonly TimelineEntry[] }): Promise<Record<string, string>> {
  return namesOf(db, [...new Set(timeline.flatMap(({ by }) => (by.startsWith('user:') ? [by.slice('user:'.length)] : [])))])
}
