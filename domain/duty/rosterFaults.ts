import type { Fault } from '../fault.ts'
import type { Roster } from './roster.ts'

/**
 * What of a roster leads nowhere or is said twice, at its place: members who are no officers, districts that the city does
 * not have, days, turns and overrides that are there already.
 */
export function faultsIn(roster: Roster, officers: ReadonlySet<string>, districts: ReadonlySet<string>): Fault[] {
  const faults: Fault[] = []
  roster.teams.forEach((team, i) => {
    for (const member of team.members) if (!officers.has(member)) faults.push({ path: `teams.${i}.members`, detail: `there is no officer ${member}` })
    for (const district of team.districts) if (!districts.has(district)) faults.push({ path: `teams.${i}.districts`, detail: `there is no district ${district}` })
    for (const member of repeated(team.members)) faults.push({ path: `teams.${i}.members`, detail: `${member} is there twice` })
  })
  const twice = (field: 'turns' | 'overrides' | 'calendar', told: readonly string[]): void => {
    told.forEach((one, i) => {
      if (told.indexOf(one) < i) faults.push({ path: `${field}.${i}`, detail: `${one} is there twice` })
    })
  }
  twice('turns', roster.turns.map(({ shift, since, teams, turnDays }) => `${shift} since ${since}, ${teams.join(', ')}, ${turnDays} days a turn,`))
  twice('overrides', roster.overrides.map(({ day, shift, team }) => `${day} ${shift} ${team}`))
  twice('calendar', roster.calendar.map(({ day }) => day))
  return faults
}

const repeated = (names: readonly string[]): string[] => names.filter((one, i) => names.indexOf(one) < i)
