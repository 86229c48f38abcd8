import type { Inspection } from '../../domain/inspection.ts'

/** What keeps an inspection from going on; pages put it into words. */
export type Stuck = 'unaccepted' | 'not-there' | 'check-in' | 'quiet' | 'no-picture' | 'unsigned'

const MINUTE = 60_000
const AFTER: Readonly<Partial<Record<Inspection['state'], readonly [Stuck, number]>>> = {
  opened: ['unaccepted', 5 * MINUTE], accepted: ['not-there', 60 * MINUTE], checked_in: ['quiet', 15 * MINUTE], under_way: ['quiet', 15 * MINUTE], finished: ['unsigned', 15 * MINUTE],
}

/** Why somebody at the centre should look, gravest first; `now` is epoch milliseconds. */
export function stuckOf(inspection: Pick<Inspection, 'state' | 'checkIn' | 'mode' | 'updatedAt' | 'steps'>, now: number): Stuck[] {
  const found: Stuck[] = []
  const [reason, after] = AFTER[inspection.state] ?? [null, 0]
  const since = reason === 'quiet' ? inspection.updatedAt : (inspection.steps.at(-1)?.at ?? inspection.updatedAt)
  if (reason && now - Date.parse(since) >= after) found.push(reason)
  const running = inspection.state === 'checked_in' || inspection.state === 'under_way'
  if (running && inspection.checkIn && !inspection.checkIn.holds) found.push('check-in')
  if (running && inspection.mode !== null && inspection.mode !== 'video') found.push('no-picture')
  return found
}
