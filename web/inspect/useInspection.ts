import { computed, onScopeDispose, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { Inspection, InspectionDossier, InspectionState } from '../../domain/inspection.ts'
import type { Entry, EnteredKind, Entered } from '../../domain/inspection/entry.ts'
import { findingsOf, resultsOf, type Finding, type ResultEntry } from '../../domain/inspection/merge.ts'
import type { InspectionAction } from '../../domain/inspection/transitions.ts'
import { api } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { dropKept, keep, readKept } from '../m/kept.ts'
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
  /** Number of the last line that the server has told us of. */
  readonly heard: ComputedRef<number>
  readonly results: ComputedRef<ReadonlyMap<string, ResultEntry>>
  readonly findings: ComputedRef<readonly Finding[]>
  enter<K extends EnteredKind>(kind: K, body: Entered[K], title: string): Promise<void>
  act(action: InspectionAction, input: object, title: string): Promise<void>
  /** Keeps the bytes at once, and answers the key under which the still will be told of. */
  keepStill(photo: ArrayBuffer, more: StillFacts, title: string): Promise<string>
  reload(): void
}

/** What goes with a still. Its place may be found after it is kept; null where there is none to be had. */
interface StillFacts {
  readonly place: Promise<object | null>
  readonly answers?: string
  readonly item?: string
}

interface Kept {
  readonly dossier: InspectionView
  readonly log: readonly Entry[]
}
const RETRY_MS = 3_000
/** A still waits for its place no longer. */
const PLACE_MS = 8_000

export function useInspection(id: string, line: Pick<Line, 'onEvent' | 'onBack'>): OpenedInspection {
  const path = `/inspections/${encodeURIComponent(id)}`
  const outbox = useOutbox()
  const keptAs = `inspection.${id}`
  const kept = readKept<Kept>(keptAs)?.value
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
        // The signatures say of lines that we have already that they came too late.
        const after = got.signatures ? 0 : (log.value.at(-1)?.seq ?? 0)
        const { items } = await api.get<{ items: Entry[] }>(`${path}/entries`, { after })
        if (items.length > 0) log.value = after === 0 ? items : [...log.value, ...items]
      }
      dossier.value = got
      problem.value = null
      // Without a line the page opens with what it knew last.
      keep(keptAs, { dossier: got, log: log.value } satisfies Kept)
    } catch (error) {
      const absent = error instanceof ApiProblem && (error.status === 404 || error.status === 403)
      problem.value = absent ? 'absent' : 'unreachable'
      if (absent) {
        dossier.value = null
        log.value = []
        dropKept(keptAs)
      }
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
  /** Actions that are being kept: a second tap meanwhile is none of its own. */
  const acting = new Set<InspectionAction>()
  return {
    id, dossier, problem, entries, reload,
    heard: computed(() => log.value.at(-1)?.seq ?? 0),
    state: computed(() => (dossier.value ? stateWith(dossier.value, outbox.entries.value) : null)),
    results: computed(() => resultsOf(entries.value)),
    findings: computed(() => (dossier.value?.sight === 'content' ? findingsOf(dossier.value.checklist, entries.value) : [])),
    enter: async (kind, body, title) => void (await outbox.add({ kind: 'inspection-entry', lane, title, payload: { inspection: id, client, kind, body } })),
    act: async (action, input, title) => {
      if (acting.has(action)) return
      acting.add(action)
      await outbox.add({ kind: 'inspection-action', lane, title, payload: { inspection: id, action, input } }).finally(() => acting.delete(action))
    },
    keepStill: async (photo, { place, ...more }, title) => {
      const payload = { inspection: id, client, sha256: await sha256Of(photo), size: photo.byteLength, ...more }
      const { id: key } = await outbox.add({ kind: 'inspection-still', lane, title, payload, notBefore: Date.now() + PLACE_MS }, { photo })
      void place.then((found) => outbox.complete(key, found ? { ...payload, place: found } : payload))
      return key
    },
  }
}
