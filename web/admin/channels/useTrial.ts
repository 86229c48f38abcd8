import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { Notification } from '../../../domain/notification/notification.ts'
import { api } from '../../api/client.ts'
import { session } from '../../session/session.ts'

export interface ChannelTrial {
  readonly state: ShallowRef<'idle' | 'going' | 'over' | 'failed'>
  /** The message and what came of it so far. */
  readonly notice: ShallowRef<Notification | null>
  /** What this channel sent last. */
  readonly recent: ShallowRef<readonly Notification[]>
  readonly problem: ShallowRef<unknown>
  send(): Promise<void>
}

const AGAIN_MS = 800
const OVER: ReadonlySet<Notification['state']> = new Set(['sent', 'failed', 'cancelled'])

/** A test message on oneself by one channel, followed until it has arrived or been given up. */
export function useTrial(channel: string): ChannelTrial {
  const state = shallowRef<ChannelTrial['state']['value']>('idle')
  const notice = shallowRef<Notification | null>(null)
  const recent = shallowRef<readonly Notification[]>([])
  const problem = shallowRef<unknown>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let ended = false
  const read = async (query: Record<string, string | number>): Promise<Notification[]> => (await api.get<{ items: Notification[] }>('/duty/notifications', query)).items

  async function follow(id: string): Promise<void> {
    const mine = await read({ person: session.user.value?.username ?? '', limit: 20 }).catch(() => [])
    if (ended) return
    notice.value = mine.find((each) => each.id === id) ?? notice.value
    if (notice.value && OVER.has(notice.value.state)) {
      state.value = 'over'
      void look()
    } else timer = setTimeout(() => void follow(id), AGAIN_MS)
  }
  async function send(): Promise<void> {
    clearTimeout(timer)
    state.value = 'going'
    notice.value = null
    problem.value = null
    try {
      const { id } = await api.post<{ id: string }>(`/duty/channels/${encodeURIComponent(channel)}/trial`, {})
      await follow(id)
    } catch (reason) {
      problem.value = reason
      state.value = 'failed'
    }
  }
  async function look(): Promise<void> {
    recent.value = await read({ channel, limit: 5 }).catch(() => recent.value)
  }
  void look()
  onScopeDispose(() => {
    ended = true
    clearTimeout(timer)
  })
  return { state, notice, recent, problem, send }
}
