import type { Roster } from '../../domain/duty/roster.ts'
import { onDuty, peopleOf } from '../../domain/duty/watch.ts'
import { within, type User } from '../../domain/user.ts'
import type { WorkCalendar } from '../../domain/workingDays.ts'
import type { Queryable } from './pool.ts'
import { listOfficers } from './users.ts'

/** Where something lies that people are to be told of. */
export interface Place {
  readonly unitId: string | null
  readonly district: string | null
}

export interface Duty {
  readonly roster: Roster
  readonly calendar: WorkCalendar
}

/**
 * The user names of those a step names, each once: of people who exist and in whose jurisdiction it lies. Where nobody is
 * left it is those of the desk, then of the centre: somebody is always told.
 */
export async function peopleFor(db: Queryable, who: readonly string[], place: Place, duty: Duty, at: number): Promise<string[]> {
  const users = (await listOfficers(db)).filter((user) => within(user.jurisdiction, place))
  const officer = who.includes('officer') && place.unitId !== null ? await officerOf(db, place.unitId) : null
  const named = new Set(who.flatMap((target) => namesOf(target, users, officer, place, duty, at)))
  const found = users.filter(({ username }) => named.has(username))
  for (const fallback of [found, users.filter(({ role }) => role === 'duty'), users.filter(({ role }) => role === 'centre' || role === 'admin')]) {
    if (fallback.length > 0) return fallback.map(({ username }) => username)
  }
  return []
}

function namesOf(target: string, users: readonly User[], officer: string | null, { district }: Place, { roster, calendar }: Duty, at: number): string[] {
  const [kind = '', value = ''] = target.split(':')
  switch (kind) {
    case 'on-duty':
      return peopleOf(onDuty(roster, calendar, district, at))
    case 'on-duty-city':
      return peopleOf(onDuty(roster, calendar, null, at))
    case 'officer':
      return officer === null ? [] : [officer]
    case 'team':
      return [...(roster.teams.find(({ id }) => id === value)?.members ?? [])]
    case 'role':
      return users.filter(({ role }) => role === value).map(({ username }) => username)
    case 'user':
      return [value]
    default:
      return []
  }
}

async function officerOf(db: Queryable, unit: string): Promise<string | null> {
  const { rows: [row] } = await db.query<{ officer: string | null }>('SELECT officer FROM unit WHERE id = $1', [unit])
  return row?.officer ?? null
}
