import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { Handover, HandoverAction } from '../../../domain/duty/handover.ts'
import { api } from '../../api/client.ts'

/** A handover as the server shows it: with what stands open, and the names of those in it. */
export type HandoverView = Handover & { content: NonNullable<Handover['content']>; people: Record<string, string> }
export type HandoverLine = Handover

interface HandoverList {
  items: HandoverLine[]
  people: Record<string, string>
}

export interface HandoverBook {
  readonly list: ShallowRef<HandoverList | null>
  readonly opened: ShallowRef<HandoverView | null>
  /** What is being written of a draft. */
  readonly words: Ref<{ shift: string; notes: string }>
  readonly isChanged: ComputedRef<boolean>
  readonly problem: ShallowRef<unknown>
  readonly busy: ShallowRef<boolean>
  open(id: string): Promise<void>
  begin(shift: string): Promise<void>
  act(action: HandoverAction): Promise<void>
}

const EVERY_MS = 20_000

/** The handovers of the desk, the newest opened first, kept fresh while the page is open. */
export function useHandover(id: () => string | null, choose: (id: string) => void): HandoverBook {
  const list = shallowRef<HandoverList | null>(null)
  const opened = shallowRef<HandoverView | null>(null)
  const words = ref({ shift: '', notes: '' })
  const [problem, busy] = [shallowRef<unknown>(null), shallowRef(false)]
  const isChanged = computed(() => opened.value !== null && opened.value.state === 'draft' && (words.value.shift !== opened.value.shift || words.value.notes !== opened.value.notes))

  async function attempt(work: () => Promise<void>): Promise<void> {
    busy.value = true
    try {
      await work()
      problem.value = null
    } catch (reason) {
      problem.value = reason
    } finally {
      busy.value = false
    }
  }
  function show(view: HandoverView): void {
    // Words somebody is writing are never overwritten by what the server knows.
    if (opened.value?.id !== view.id || !isChanged.value) words.value = { shift: view.shift, notes: view.notes }
    opened.value = view
  }
  const reload = async (): Promise<void> => {
    list.value = await api.get<HandoverList>('/duty/handovers', { limit: 50 })
    const wanted = id() ?? list.value.items[0]?.id
    if (wanted !== undefined) show(await api.get<HandoverView>(`/duty/handovers/${encodeURIComponent(wanted)}`))
  }
  watch(id, () => void attempt(reload), { immediate: true })
  const timer = setInterval(() => void attempt(reload), EVERY_MS)
  onScopeDispose(() => clearInterval(timer))

  return {
    list, opened, words, isChanged, problem, busy,
    open: async (next) => choose(next),
    begin: (shift) => attempt(async () => {
      const made = await api.post<HandoverView>('/duty/handovers', { shift, notes: '' })
      choose(made.id)
      await reload()
    }),
    act: (action) => attempt(async () => {
      const { value } = opened
      if (!value) return
      const body = value.state === 'draft' ? words.value : {}
      opened.value = await api.post<HandoverView>(`/duty/handovers/${encodeURIComponent(value.id)}/${action}`, body)
      words.value = { shift: opened.value.shift, notes: opened.value.notes }
      list.value = await api.get<HandoverList>('/duty/handovers', { limit: 50 })
    }),
  }
}
