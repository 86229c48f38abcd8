import type { TimelineEntry } from '../../../domain/alert.ts'
import type { Queryable } from '../../../stores/postgres/pool.ts'
import { namesOf } from '../../../stores/postgres/users.ts'

interface Told {
  readonly timeline: readonly TimelineEntry[]
  /** User name of who watches over an order. */
  readonly watcher?: string | null
}

/** The names of the people in a timeline and of its watcher, by user name: whoever may see it may know who acted. */
export function peopleIn(db: Queryable, { timeline, watcher }: Told): Promise<Record<string, string>> {
  const actors = timeline.flatMap(({ by, to }) => [...(by.startsWith('user:') ? [by.slice('user:'.length)] : []), ...(to === undefined ? [] : [to])])
  return namesOf(db, [...new Set(watcher ? [...actors, watcher] : actors)])
}
