import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Roster } from '../../../domain/duty/roster.ts'
import type { ChannelKind } from '../../../domain/notification/channel.ts'
import { parseDuration } from '../../../domain/duration.ts'
import { api } from '../../api/client.ts'
import type { Person } from '../roster/useRoster.ts'

/** A channel as officers see it: whether it can be used, and nothing that it keeps to itself. */
export interface ChannelState {
  readonly id: string
  readonly kind: ChannelKind
  readonly zh: string
  readonly en: string
  readonly enabled: boolean
  /** Secrets that it can't do without and that are not set. */
  readonly missing: readonly string[]
}

export interface DutyNames {
  readonly people: ShallowRef<readonly Person[]>
  readonly teams: ShallowRef<Roster['teams']>
  readonly channels: ShallowRef<readonly ChannelState[]>
  readonly isEnglish: ComputedRef<boolean>
  /** Who is meant by such as `team:desk`. */
  who(target: string): string
  channel(id: string): string
  /** Whether a message that goes this way could arrive. */
  isReady(id: string): boolean
  /** "15 分钟" of "15m". */
  span(duration: string): string
  reload(): Promise<void>
}

const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1_000]] as const

/** What people, teams, channels and times are called. What someone may not see keeps its id. */
export function useDutyNames(): DutyNames {
  const { t, locale } = useI18n()
  const people = shallowRef<readonly Person[]>([])
  const teams = shallowRef<Roster['teams']>([])
  const channels = shallowRef<readonly ChannelState[]>([])
  const isEnglish = computed(() => locale.value === 'en')

  async function reload(): Promise<void> {
    const [persons, roster, states] = await Promise.allSettled([
      api.get<{ items: Person[] }>('/duty/officers'), api.get<{ document: Roster }>('/duty/roster'), api.get<{ items: ChannelState[] }>('/duty/channels/states'),
    ])
    if (persons.status === 'fulfilled') people.value = persons.value.items
    if (roster.status === 'fulfilled') teams.value = roster.value.document.teams
    if (states.status === 'fulfilled') channels.value = states.value.items
  }
  void reload()

  const stateOf = (id: string): ChannelState | undefined => channels.value.find((each) => each.id === id)
  return {
    people, teams, channels, isEnglish, reload,
    who(target) {
      const [kind = '', value = ''] = target.split(':')
      if (kind === 'team') return teams.value.find(({ id }) => id === value)?.name ?? value
      if (kind === 'user') return people.value.find(({ username }) => username === value)?.name ?? value
      return kind === 'role' ? t('admin.escalation.everybody', { role: t(`role.${value}`) }) : t(`admin.escalation.who.${kind}`)
    },
    channel: (id) => stateOf(id)?.[isEnglish.value ? 'en' : 'zh'] ?? id,
    isReady(id) {
      const state = stateOf(id)
      return channels.value.length === 0 || (state !== undefined && state.enabled && state.missing.length === 0)
    },
    span(duration) {
      let rest = parseDuration(duration) ?? 0
      const parts = UNITS.flatMap(([unit, ms]) => {
        const n = Math.floor(rest / ms)
        rest -= n * ms
        return n > 0 ? [t(`span.${unit}`, { n })] : []
      })
      return parts.join(' ') || t('span.minute', { n: 0 })
    },
  }
}
