import { useThrottleFn } from '@vueuse/core'
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Alert } from '../../domain/alert.ts'
import { holdersOf } from '../../domain/escalation/escalate.ts'
import { UNIT_KINDS, type UnitKind } from '../../domain/unit.ts'
import { isActive } from '../screen/alertBook.ts'
import { subjectOf, type Wordbook } from '../screen/alertText.ts'
import { EVERYTHING_OPEN, facetCounts, fromQuery, sameFilter, sift, subjectKey, toQuery, type DutyFilter, type Faced, type FacetCounts } from './filter.ts'
import { byUrgency, reordered, urgencyAt } from './urgency.ts'
import type { DutyFeed } from './useDutyFeed.ts'

const MINUTE_MS = 60_000
/** How long after a change the counts beside the choices follow: the rows are what somebody waits for. */
const COUNTED_AFTER_MS = 120

export interface QueueView {
  readonly filter: ShallowRef<DutyFilter>
  /** The opened alert; like the filter it stands in the address. */
  readonly opened: ShallowRef<string | null>
  /** Every active alert as it will be once what we did is carried out. */
  readonly all: ComputedRef<readonly Alert[]>
  /** The matching ones, the most pressing first. */
  readonly rows: ComputedRef<readonly Alert[]>
  readonly ids: ComputedRef<readonly string[]>
  readonly counts: ComputedRef<FacetCounts>
  countOf(filter: DutyFilter): number
  kindOf(alert: Pick<Alert, 'unitId'>): UnitKind | null
}

interface QueueInput {
  readonly feed: DutyFeed
  readonly foreseen: (alert: Alert) => Alert
  /** Changes with everything that `foreseen` depends on. */
  readonly deedsChanged: () => unknown
  readonly words: () => Wordbook
  readonly districtName: (code: string) => string
  readonly now: () => number
  /** The user name of who sits here. */
  readonly me: () => string
}

/** The queue as the page shows it: filtered, counted and in the order of urgency, with its filter in the address. */
export function useQueue(input: QueueInput): QueueView {
  const { feed } = input
  const route = useRoute()
  const router = useRouter()
  const filter = shallowRef<DutyFilter>(fromQuery(route.query))
  const opened = shallowRef<string | null>(typeof route.query['alert'] === 'string' ? route.query['alert'] : null)

  const kinds = computed(() => {
    const points = feed.units.data.value
    return new Map(points?.ids.map((id, i) => [id, UNIT_KINDS[points.kind[i] ?? -1] ?? null]))
  })
  const kindOf = (alert: Pick<Alert, 'unitId'>): UnitKind | null => (alert.unitId === null ? null : (kinds.value.get(alert.unitId) ?? null))

  /** What each alert is filtered by is found once, and anew where the words or the register have come or changed. */
  const face = computed(() => {
    const known = new WeakMap<Alert, Faced>()
    const words = input.words()
    void kinds.value
    return (alert: Alert): Faced => {
      const seen = known.get(alert) ?? faceOf(alert, words)
      known.set(alert, seen)
      return seen
    }
  })
  const faceOf = (alert: Alert, words: Wordbook): Faced => ({
    severity: alert.severity,
    state: alert.state,
    district: alert.district ?? '',
    kind: kindOf(alert),
    subject: subjectKey(alert),
    pendingReview: alert.review === 'pending',
    mine: isMine(alert, input.me()),
    words: [alert.unitName, alert.place, alert.deviceId, alert.ruleName, subjectOf(alert, words), alert.district && input.districtName(alert.district)].filter(Boolean).join(' ').toLowerCase(),
  })

  const all = computed(() => {
    input.deedsChanged()
    const active: Alert[] = []
    for (const alert of feed.changed.value.all()) {
      const seen = input.foreseen(alert)
      if (isActive(seen)) active.push(seen)
    }
    return active
  })
  const matching = computed(() => sift(all.value, face.value, filter.value))
  const settled = shallowRef({ alerts: all.value, face: face.value })
  watch([all, face], useThrottleFn(() => void (settled.value = { alerts: all.value, face: face.value }), COUNTED_AFTER_MS, true, false))
  // The order steps once a minute, so that rows don't creep under the eye.
  const minute = computed(() => Math.floor(input.now() / MINUTE_MS) * MINUTE_MS)
  const urgency = computed(() => {
    void kinds.value
    return urgencyAt<Alert>(minute.value, kindOf)
  })
  let last: { by: (alert: Alert) => number; rows: readonly Alert[] } | null = null
  const rows = computed(() => {
    const by = urgency.value
    last = { by, rows: last?.by === by ? reordered(last.rows, matching.value, by) : byUrgency(matching.value, by) }
    return last.rows
  })

  const query = computed(() => ({ ...toQuery(filter.value), ...(opened.value === null ? {} : { alert: opened.value }) }))
  watch(query, (next) => void router.replace({ query: next }))
  // Somebody may follow a link to another alert or filter while the page is open.
  watch(() => route.query, (next) => {
    const there = fromQuery(next)
    if (!sameFilter(there, filter.value)) filter.value = there
    const alert = typeof next['alert'] === 'string' ? next['alert'] : null
    if (alert !== opened.value) opened.value = alert
  })

  return {
    filter, opened, all, rows,
    ids: computed(() => rows.value.map((alert) => alert.id)),
    counts: computed(() => facetCounts(settled.value.alerts, settled.value.face, filter.value)),
    countOf: (wanted) => sift(settled.value.alerts, settled.value.face, wanted).length,
    kindOf,
  }
}

/** Assigned to them, or taken over or joined by them. */
const isMine = ({ assignee, state, timeline }: Alert, me: string): boolean => assignee?.username === me || (state === 'acknowledged' && holdersOf(timeline).includes(`user:${me}`))

export const isFiltered = (filter: DutyFilter): boolean => !sameFilter(filter, EVERYTHING_OPEN)
