import { computed, onScopeDispose, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { Inspection, InspectionDossier, InspectionState } from '../../domain/inspection.ts'
import type { Entry, EnteredKind, Entered } from '../../domain/inspection/entry.ts'
import { findingsOf, resultsOf, type Finding, type ResultEntry } from '../../domain/inspection/merge.ts'
import type { InspectionAction } from '../../domain/inspection/transitions.ts'
import { api } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import type { Line } from '../m/useLine.ts'
import { useOutbox } from '../m/outbox/useOutbox.ts'
import { session } from '../session/session.ts'
import { laneOf, stateWith, withWaiting } from './pending.ts'
import { sha256Of } from '../rtc/picture.ts'

/** As the API answers it to who asks. */
export type InspectionView = InspectionDossier & { readonly party: string; readonly sight: 'outline' | 'content'; readonly actions: readonly InspectionAction[] }

/** One inspection, kept in step while its page is open; what is entered here shows at once and outlives a bad line. */
export interface OpenedInspection {
  readonly id: string
  readonly dossier: ShallowRef<InspectionView | null>
  /** Null while nothing is known against it, else why it can't be shown. */
  readonly problem: ShallowRef<'absent' | 'unreachable' | null>
  readonly state: ComputedRef<InspectionState | null>
  readonly entries: ComputedRef<readonly Entry[]>
  readonly results: ComputedRef<ReadonlyMap<string, ResultEntry>>
  readonly findings: ComputedRef<readonly Finding[]>
  enter<K extends EnteredKind>(kind: K, body: Entered[K], title: string): Promise<void>
  act(action: InspectionAction, input: object, title: string): Promise<void>
  keepStill(photo: ArrayBuffer, more: { place?: object; answers?: string; item?: string }, title: string): Promise<void>
  reload(): void
}

interface Kept {
  readonly dossier: InspectionView
  readonly log: readonly Entry[]
}
const keyOf = (id: string): string => `mingjian.inspection.${id}`
const RETRY_MS = 3_000

export function useInspection(id: string, line: Pick<Line, 'onEvent' | 'onBack'>): OpenedInspection {
  const path = `/inspections/${encodeURIComponent(id)}`
  const outbox = useOutbox()
  const kept = JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null') as Kept | null
  const dossier = shallowRef<InspectionView | null>(kept?.dossier ?? null)
  const log = shallowRef<readonly Entry[]>(kept?.log ?? [])
  const problem = shallowRef<'absent' | 'unreachable' | null>(null)
  const client = crypto.randomUUID()
  let retry: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null
  let again = false

  async function read(): Promise<void> {
    try {
      const got = await api.get<InspectionView>(path)
      if (got.sight === 'content') {
        const after = log.value.at(-1)?.seq ?? 0
        const { items } = await api.get<{ items: Entry[] }>(`${path}/entries`, { after })
        if (items.length > 0) log.value = [...log.value, ...items]
      }
      dossier.value = got
      problem.value = null
      // Without a line the page opens with what it knew last.
      localStorage.setItem(keyOf(id), JSON.stringify({ dossier: got, log: log.value } satisfies Kept))
    } catch (error) {
      const absent = error instanceof ApiProblem && (error.status === 404 || error.status === 403)
      problem.value = absent ? 'absent' : 'unreachable'
      clearTimeout(retry)
      if (!absent) retry = setTimeout(reload, RETRY_MS)
    }
  }
  /** One at a time; what is asked meanwhile is asked once more. */
  function reload(): void {
    again = true
    running ??= (async () => {
      while (again) {
        again = false
        await read()
      }
    })().finally(() => (running = null))
  }
  line.onEvent((event) => event.topic === 'inspections' && (event.data as Inspection).id === id && reload())
  line.onBack(reload)
  reload()
  onScopeDispose(() => clearTimeout(retry))

  const name = computed(() => session.user.value?.name ?? '')
  const entries = computed(() => withWaiting(log.value, outbox.entries.value, id, name.value))
  const lane = laneOf(id)
  return {
    id, dossier, problem, entries, reload,
    state: computed(() => (dossier.value ? stateWith(dossier.value, outbox.entries.value) : null)),
    results: computed(() => resultsOf(entries.value)),
    findings: computed(() => (dossier.value?.sight === 'content' ? findingsOf(dossier.value.checklist, entries.value) : [])),
    enter: async (kind, body, title) => void (await outbox.add({ kind: 'inspection-entry', lane, title, payload: { inspection: id, client, kind, body } })),
    act: async (action, input, title) => void (await outbox.add({ kind: 'inspection-action', lane, title, payload: { inspection: id, action, input } })),
    keepStill: async (photo, more, title) => {
      const payload = { inspection: id, client, sha256: await sha256Of(photo), size: photo.byteLength, ...more }
      await outbox.add({ kind: 'inspection-still', lane, title, payload }, { photo })
    },
  }
}
