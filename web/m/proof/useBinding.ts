import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { isRegistered, type CodeWay } from '../../../domain/proof/boundPhone.ts'
import { api } from '../../api/client.ts'
import type { Refusal } from '../outbox/entry.ts'
import { refusalOf } from '../outbox/outbox.ts'

/** A browser of the unit that stands for a registered number, or asks to. */
interface BoundPhone {
  readonly id: string
  readonly phone: string
  readonly state: 'asked' | 'bound' | 'ended'
  readonly way: CodeWay
  readonly here: boolean
}

export interface Binding {
  /** The number, digits alone, for which this browser stands; empty where for none, null until that is known. */
  readonly here: Readonly<ShallowRef<string | null>>
  /** Whether it stands for the number that is chosen. */
  readonly isBound: ComputedRef<boolean>
  /** The code that was asked for. */
  readonly asked: Readonly<ShallowRef<BoundPhone | null>>
  readonly busy: Readonly<ShallowRef<boolean>>
  readonly refusal: Readonly<ShallowRef<Refusal | null>>
  ask(): Promise<void>
  confirm(code: string): Promise<void>
}

/** Binds this browser to the chosen number of the unit by a one-time code; what proves it is a cookie that no page can read. */
export function useBinding(unit: () => string | null, phone: Ref<string>): Binding & { load(): Promise<void> } {
  const [here, asked, busy, refusal] = [shallowRef<string | null>(null), shallowRef<BoundPhone | null>(null), shallowRef(false), shallowRef<Refusal | null>(null)]
  let ended = false

  async function load(): Promise<void> {
    const id = unit()
    if (id === null) return
    const { items } = await api.get<{ items: BoundPhone[] }>('/phones', { unit: id })
    if (!ended) here.value = items.find((one) => one.here && one.state === 'bound')?.phone ?? ''
  }
  async function tried(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    refusal.value = null
    try {
      await work()
    } catch (problem) {
      refusal.value = refusalOf(problem)
      if (['code-spent', 'code-expired', 'code-over'].includes(refusal.value.code)) asked.value = null
    } finally {
      busy.value = false
    }
  }
  watch(phone, () => {
    asked.value = null
    refusal.value = null
  })
  onScopeDispose(() => (ended = true))
  return {
    here, asked, busy, refusal, load,
    isBound: computed(() => here.value !== null && here.value !== '' && isRegistered(here.value, [phone.value])),
    ask: () => tried(async () => void (asked.value = await api.post<BoundPhone>('/phones', { unit: unit(), phone: phone.value }))),
    confirm: (code) => tried(async () => {
      if (!asked.value) return
      await api.post(`/phones/${encodeURIComponent(asked.value.id)}/confirm`, { code: code.trim() })
      asked.value = null
      await load()
    }),
  }
}
