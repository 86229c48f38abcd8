import type { Alert } from '../../domain/alert.ts'
import { SEVERITIES, type Severity } from '../../domain/severity.ts'
import { UNIT_KINDS, type UnitKind } from '../../domain/unit.ts'

export const QUEUE_STATES = ['open', 'acknowledged'] as const
export type QueueState = (typeof QUEUE_STATES)[number]

/** What the queue shows. An empty list of one kind leaves that kind open; all kinds must hold. */
export interface DutyFilter {
  readonly severity: readonly Severity[]
  readonly state: readonly QueueState[]
  /** Codes of districts. */
  readonly district: readonly string[]
  readonly kind: readonly UnitKind[]
  /** Metrics, device faults and violations alike. */
  readonly subject: readonly string[]
  readonly pendingReview: boolean
  /** Only what is assigned to me or in my hands. */
  readonly mine: boolean
  readonly text: string
}

export const EVERYTHING_OPEN: DutyFilter = { severity: [], state: ['open'], district: [], kind: [], subject: [], pendingReview: false, mine: false, text: '' }

/** What of an alert is filtered by. */
export interface Faced {
  readonly severity: Severity
  readonly state: string
  readonly district: string
  readonly kind: UnitKind | null
  readonly subject: string
  readonly pendingReview: boolean
  readonly mine: boolean
  /** Everything the text is looked for in, in small letters. */
  readonly words: string
}

export const subjectKey = (alert: Pick<Alert, 'metric' | 'type'>): string => alert.metric ?? alert.type ?? ''

const FACETS = ['severity', 'state', 'district', 'kind', 'subject', 'review', 'mine'] as const
export type Facet = (typeof FACETS)[number]
/** How many alerts each choice of a facet would leave, the other facets as they are. */
export type FacetCounts = Record<Facet, Map<string, number>>

const valueOf = (alert: Faced, facet: Facet): string => String(facet === 'review' ? alert.pendingReview : (alert[facet] ?? ''))

/** A filter made ready to be held against thousands: what each facet wants, null where it wants nothing in particular. */
interface Sieve {
  readonly wanted: Record<Facet, ReadonlySet<string> | null>
  readonly words: readonly string[]
}

function sieveOf(filter: DutyFilter): Sieve {
  const choice = (values: readonly string[]): ReadonlySet<string> | null => (values.length === 0 ? null : new Set(values))
  return {
    wanted: {
      severity: choice(filter.severity), state: choice(filter.state), district: choice(filter.district), kind: choice(filter.kind),
      subject: choice(filter.subject), review: filter.pendingReview ? new Set(['true']) : null,
      mine: filter.mine ? new Set(['true']) : null,
    },
    words: filter.text.trim().toLowerCase().split(/\s+/).filter((word) => word !== ''),
  }
}

const NONE = null
const SEVERAL = 'several'

/** The one facet that an alert fails, none, or that it fails more than one and is of no account. */
function failedBy(alert: Faced, sieve: Sieve): Facet | typeof SEVERAL | typeof NONE {
  for (const word of sieve.words) if (!alert.words.includes(word)) return SEVERAL
  let failed: Facet | typeof NONE = NONE
  for (const facet of FACETS) {
    const wanted = sieve.wanted[facet]
    if (wanted === null || wanted.has(valueOf(alert, facet))) continue
    if (failed !== NONE) return SEVERAL
    failed = facet
  }
  return failed
}

/** Turns the filter for what is one's own on, in whatever state it is, or off, back to what is open. */
export const turnMine = (filter: DutyFilter): DutyFilter => ({ ...filter, mine: !filter.mine, state: filter.mine ? EVERYTHING_OPEN.state : [] })

/** The alerts that a filter shows. */
export function sift<A>(alerts: readonly A[], face: (alert: A) => Faced, filter: DutyFilter): A[] {
  const sieve = sieveOf(filter)
  return alerts.filter((alert) => failedBy(face(alert), sieve) === NONE)
}

/**
 * The counts of all choices in one pass: an alert that fails one facet alone is counted for that facet, one that fails none for
 * every facet. What is one's own is counted in every state, as `turnMine` shows it.
 */
export function facetCounts<A>(alerts: readonly A[], face: (alert: A) => Faced, filter: DutyFilter): FacetCounts {
  const sieve = sieveOf(filter)
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map<string, number>()])) as FacetCounts
  const count = (faced: Faced, facet: Facet): void => {
    const value = valueOf(faced, facet)
    counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1)
  }
  for (const alert of alerts) {
    const faced = face(alert)
    const failed = failedBy(faced, sieve)
    if (failed === NONE) for (const facet of FACETS) count(faced, facet)
    else if (failed !== SEVERAL) count(faced, failed)
    if (failed === 'state' && faced.mine) count(faced, 'mine')
  }
  return counts
}

type Query = Record<string, string>
const ANY = 'any'
const LISTS = ['severity', 'district', 'kind', 'subject'] as const

/** The filter as it stands in the address; what is as by default is left out. */
export function toQuery(filter: DutyFilter): Query {
  const query: Query = {}
  for (const name of LISTS) if (filter[name].length > 0) query[name] = filter[name].join(',')
  if (filter.state.length !== 1 || filter.state[0] !== 'open') query['state'] = filter.state.join(',') || ANY
  if (filter.pendingReview) query['review'] = 'pending'
  if (filter.mine) query['mine'] = '1'
  if (filter.text.trim() !== '') query['q'] = filter.text.trim()
  return query
}

/** Reads what somebody may have typed: what is unknown is as if it were not there. */
export function fromQuery(query: Readonly<Record<string, unknown>>): DutyFilter {
  const list = (name: string): string[] => (typeof query[name] === 'string' ? query[name].split(',').filter((part) => part !== '') : [])
  const among = <T extends string>(name: string, known: readonly T[]): T[] => known.filter((each) => list(name).includes(each))
  const state = query['state'] === ANY ? [] : among('state', QUEUE_STATES)
  return {
    severity: among('severity', SEVERITIES),
    state: query['state'] === ANY || state.length > 0 ? state : EVERYTHING_OPEN.state,
    district: list('district'),
    kind: among('kind', UNIT_KINDS),
    subject: list('subject'),
    pendingReview: query['review'] === 'pending',
    mine: query['mine'] === '1',
    text: typeof query['q'] === 'string' ? query['q'] : '',
  }
}

/** Whether two filters say the same, in whatever order. */
export const sameFilter = (a: DutyFilter, b: DutyFilter): boolean => {
  const sorted = (filter: DutyFilter): string => JSON.stringify(Object.entries(toQuery(filter)).map(([name, value]) => [name, value.split(',').toSorted()]).toSorted())
  return sorted(a) === sorted(b)
}
