import { DEVICE_FAULTS } from '../../../domain/alert.ts'
import { isNeverSilenced, type SilencePeriod, type SilenceScope } from '../../../domain/silencePeriod.ts'
import { inBeijing } from '../../format/moment.ts'

/** What somebody wrote; moments as the browser's field writes them, in Beijing. */
export interface SilenceDraft {
  readonly scope: SilenceScope
  /** Empty: from now on. */
  readonly from: string
  readonly until: string
  readonly reason: string
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const ZONE = 8 * HOUR
const MORNING = 8 * HOUR

/** Ends that are often meant, from the moment it begins. */
export const ENDS = {
  hour: (from: number): number => from + HOUR,
  hours: (from: number): number => from + 4 * HOUR,
  /** The next eight o'clock in Beijing. */
  morning: (from: number): number => {
    const midnight = Math.floor((from + ZONE) / DAY) * DAY - ZONE
    return midnight + MORNING > from ? midnight + MORNING : midnight + DAY + MORNING
  },
  day: (from: number): number => from + DAY,
  week: (from: number): number => from + 7 * DAY,
} as const

/** Where a silence stands: it waits for its beginning, holds, is over, or was ended before its time. It is never earlier than when it was made, whatever a clock says. */
export function standing(period: SilencePeriod, now: number): 'coming' | 'active' | 'over' | 'ended' {
  const at = Math.max(now, Date.parse(period.createdAt))
  if (period.endedAt !== null) return 'ended'
  if (Date.parse(period.until) <= at) return 'over'
  return Date.parse(period.from) > at ? 'coming' : 'active'
}

/** The kinds of alert that may be silenced: faults of devices, and violations but those that kill. */
export const silenceable = (violations: readonly string[]): string[] => [...DEVICE_FAULTS, ...violations.filter((type) => !isNeverSilenced(type))]

/** The scope with a part changed; a part without names is none. */
export function narrowed(scope: SilenceScope, part: keyof SilenceScope, names: readonly string[]): SilenceScope {
  const { [part]: _gone, ...rest } = scope
  return names.length === 0 ? rest : { ...rest, [part]: names }
}

export const isComplete = ({ scope, until, reason }: SilenceDraft): boolean => Object.keys(scope).length > 0 && until !== '' && reason.trim() !== ''

export const inputOf = ({ scope, from, until, reason }: SilenceDraft): object => ({ scope, ...(from === '' ? {} : { from: inBeijing(from) }), until: inBeijing(until), reason: reason.trim() })
