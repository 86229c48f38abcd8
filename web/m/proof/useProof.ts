import { computed, onScopeDispose, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { isRegistered, type CodeWay } from '../../../domain/proof/boundPhone.ts'
import type { Capture } from '../../../domain/proof/capture.ts'
import type { Unit } from '../../../domain/unit.ts'
import { api } from '../../api/client.ts'
import type { OrderView } from '../../api/shapes.ts'
import { useResource } from '../../api/useResource.ts'
import { useNow } from '../../screen/useNow.ts'
import type { Refusal } from '../outbox/entry.ts'
import { refusalOf } from '../outbox/outbox.ts'
import { useOutbox } from '../outbox/useOutbox.ts'
import type { PhotoPayload } from './photoSender.ts'
import { digestOf, type Shot } from './shot.ts'
import { useBinding, type Binding } from './useBinding.ts'

/** An upload as the server opened it. */
interface OpenUpload {
  id: string
  word: string
  code: string
  witnessWay: CodeWay | null
  expiresAt: string
}

/** What the person writes beside the photo. */
export interface Said {
  readonly word: string
  readonly caption: string
  /** What the second person was told; empty where none stands for the face. */
  readonly witnessCode: string
}

export type Step = 'prepare' | 'scene' | 'portrait' | 'review'

export interface Proof {
  readonly order: Readonly<ShallowRef<OrderView | null>>
  readonly unit: Readonly<ShallowRef<Unit | null>>
  readonly failed: ComputedRef<boolean>
  readonly step: ShallowRef<Step>
  /** Number of this phone, and of who stands for the face; empty where the face itself is shown. */
  readonly phone: ShallowRef<string>
  readonly witness: ShallowRef<string>
  /** Whether this browser is known to be on that number. */
  readonly binding: Binding
  readonly upload: Readonly<ShallowRef<OpenUpload | null>>
  readonly scene: ShallowRef<Shot | null>
  readonly portrait: ShallowRef<Shot | null>
  readonly busy: Readonly<ShallowRef<boolean>>
  readonly refusal: Readonly<ShallowRef<Refusal | null>>
  /** Until the photo's first byte must have arrived, milliseconds; never below zero. */
  readonly left: ComputedRef<number>
  /** Asks the server for the word and the codes; needs the line. */
  begin(): Promise<void>
  /** Takes what the camera gave and goes on. */
  took(shot: Shot): void
  /** Throws the pictures and the word away. */
  restart(): void
  /** Hands the photo to the outbox; it is safe once this resolves. */
  send(said: Said, title: string): Promise<void>
}

/** Everything that one photo of the proof needs, step by step. */
export function useProof(orderId: string, itemId: string): Proof {
  const path = `/orders/${encodeURIComponent(orderId)}`
  const unit = shallowRef<Unit | null>(null)
  const [step, phone, witness] = [shallowRef<Step>('prepare'), shallowRef(''), shallowRef('')]
  const binding = useBinding(() => unit.value?.id ?? null, phone)
  const order = useResource(async () => {
    const got = await api.get<OrderView>(path)
    if (got.unitId !== null) unit.value = await api.get<Unit>(`/units/${encodeURIComponent(got.unitId)}`)
    await binding.load()
    const mine = unit.value?.contacts.find((contact) => isRegistered(contact.phone, [binding.here.value ?? '']))
    if (phone.value === '' && mine) phone.value = mine.phone
    return got
  })
  const [upload, scene, portrait] = [shallowRef<OpenUpload | null>(null), shallowRef<Shot | null>(null), shallowRef<Shot | null>(null)]
  const [busy, refusal] = [shallowRef(false), shallowRef<Refusal | null>(null)]
  const now = useNow()
  const outbox = useOutbox()

  function drop(): void {
    for (const shot of [scene, portrait]) {
      if (shot.value) URL.revokeObjectURL(shot.value.url)
      shot.value = null
    }
  }
  async function begin(): Promise<void> {
    if (busy.value) return
    busy.value = true
    refusal.value = null
    try {
      upload.value = await api.post<OpenUpload>(`${path}/uploads`, { phone: phone.value, ...(witness.value === '' ? {} : { witnessPhone: witness.value }) })
      step.value = 'scene'
    } catch (problem) {
      refusal.value = refusalOf(problem)
    } finally {
      busy.value = false
    }
  }
  function took(shot: Shot): void {
    const target = step.value === 'portrait' ? portrait : scene
    if (target.value) URL.revokeObjectURL(target.value.url)
    target.value = shot
    step.value = step.value === 'scene' && witness.value === '' && !portrait.value ? 'portrait' : 'review'
  }
  function restart(): void {
    drop()
    upload.value = null
    step.value = 'prepare'
  }
  async function send({ word, caption, witnessCode }: Said, title: string): Promise<void> {
    if (!upload.value || !scene.value || busy.value) return
    busy.value = true
    const { id, code, witnessWay } = upload.value
    const { bytes, fix, at } = scene.value
    try {
      const capture: Capture = {
        item: itemId, word: word.trim(), phone: phone.value, code, point: fix.point, accuracy: fix.accuracy, coordinates: 'wgs84', live: true, sha256: await digestOf(bytes),
        ...(caption.trim() === '' ? {} : { caption: caption.trim() }),
        ...(witnessWay === null ? {} : { witness: { phone: witness.value, code: witnessCode.trim() } }),
      }
      const payload: PhotoPayload = { orderId, uploadId: id, capture, sizes: { photo: bytes.byteLength, portrait: portrait.value?.bytes.byteLength ?? 0 } }
      await outbox.add({ kind: 'photo', lane: `order:${orderId}`, title, payload, at }, { photo: bytes, ...(portrait.value ? { portrait: portrait.value.bytes } : {}) })
    } catch (fault) {
      refusal.value = { code: 'no-room', detail: String(fault) }
      throw fault
    } finally {
      busy.value = false
    }
  }
  void order.load().catch(() => null)
  onScopeDispose(drop)
  return {
    order: order.data, unit, failed: computed(() => order.failed.value), step, phone, witness, binding, upload, scene, portrait, busy, refusal, begin, took, restart, send,
    left: computed(() => (upload.value ? Math.max(0, Date.parse(upload.value.expiresAt) - now.value) : 0)),
  }
}
