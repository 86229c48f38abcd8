import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { Alert, Assignee } from '../../domain/alert.ts'
import { handleAlert, type AlertAction } from '../../domain/alertHandling.ts'
import { turnMine } from './filter.ts'
import type { Command } from './keys.ts'
import { moved, NOTHING_SELECTED, ranged, settled, toggled, type Selection } from './selection.ts'
import type { Deeds } from './useDeeds.ts'
import type { QueueView } from './useQueue.ts'

export type Dialog = 'reason' | 'assign' | 'comment' | 'order' | 'help'

export interface Desk {
  readonly selection: ShallowRef<Selection>
  readonly dialog: ShallowRef<Dialog | null>
  /** The alerts that an open dialog is about. */
  readonly about: ShallowRef<readonly Alert[]>
  readonly marked: ComputedRef<readonly Alert[]>
  open(id: string | null): void
  mark(id: string, range: boolean): void
  unmark(): void
  /** Does it to these, or asks first for what the action needs. */
  act(action: AlertAction | 'order', alerts: readonly Alert[]): void
  dismiss(reason: string, note: string): void
  assign(to: Assignee, note: string): void
  run(command: Command): void
}

interface DeskInput {
  readonly queue: QueueView
  readonly deeds: Deeds
  /** The opened alert, also where it is no longer in the queue. */
  readonly opened: () => Alert | null
  readonly perPage: () => number
  readonly focusSearch: () => void
  /** Goes to another page. */
  readonly go: (to: { path: string; query?: Record<string, string> }) => void
  readonly mayInspect: () => boolean
  /** Says something in passing. */
  readonly say: (key: string, values?: Record<string, unknown>) => void
}

/** What keys and buttons do: moving, marking, opening, and acting on what is marked, opened or under the cursor. */
export function useDesk({ queue, deeds, opened, perPage, focusSearch, go, mayInspect, say }: DeskInput): Desk {
  const selection = shallowRef<Selection>({ ...NOTHING_SELECTED, cursor: queue.opened.value })
  const dialog = shallowRef<Dialog | null>(null)
  const about = shallowRef<readonly Alert[]>([])
  const marked = computed(() => (selection.value.marked.size === 0 ? [] : queue.rows.value.filter((alert) => selection.value.marked.has(alert.id))))
  watch(queue.ids, (after, before) => (selection.value = settled(selection.value, before, after)))

  const rowOf = (id: string | null): Alert | undefined => (id === null ? undefined : queue.rows.value.find((alert) => alert.id === id))
  /** What is marked, else what is opened, else what is under the cursor. */
  function targets(): readonly Alert[] {
    if (marked.value.length > 0) return marked.value
    const one = opened() ?? rowOf(selection.value.cursor)
    return one ? [one] : []
  }

  function act(action: AlertAction | 'order', alerts: readonly Alert[]): void {
    if (alerts.length === 0) return
    if (action === 'order') return ask('order', alerts.filter((alert) => alert.unitId === alerts[0]?.unitId))
    if (action === 'comment') return ask('comment', alerts.slice(0, 1))
    if (action === 'dismiss' || action === 'assign') {
      const able = alerts.filter((alert) => handleAlert(alert, action).ok)
      return able.length > 0 ? ask(action === 'dismiss' ? 'reason' : 'assign', able) : say('duty.done.nothing')
    }
    perform(action, alerts)
  }
  function ask(which: Dialog, alerts: readonly Alert[]): void {
    about.value = alerts
    dialog.value = which
  }
  function perform(action: AlertAction, alerts: readonly Alert[], words: { reason?: string; note?: string; to?: Assignee } = {}): void {
    const { taken, skipped } = deeds.perform({ action, alerts, ...words })
    if (alerts.length > 1) selection.value = { ...selection.value, marked: new Set() }
    if (taken === 0) say('duty.done.nothing')
    else if (skipped > 0) say('duty.done.some', { n: skipped })
    else if (action === 'acknowledge' && taken === 1) say('duty.done.acknowledge', { n: 1 })
  }

  /**
   * Moving goes on in the story where one is open. Where the opened alert has left the queue the cursor stands on its
   * successor already, so that the next step down opens that one.
   */
  function move(by: number): void {
    const { cursor } = selection.value
    const left = queue.opened.value !== null && cursor !== null && queue.opened.value !== cursor && !queue.ids.value.includes(queue.opened.value)
    if (!left || by !== 1) selection.value = moved(selection.value, queue.ids.value, by)
    if (queue.opened.value !== null) queue.opened.value = selection.value.cursor
  }
  function mark(id: string, range: boolean): void {
    selection.value = range ? ranged(selection.value, queue.ids.value, id) : toggled(selection.value, id)
  }
  function markAll(): void {
    const all = selection.value.marked.size === queue.ids.value.length
    selection.value = { ...selection.value, marked: all ? new Set() : new Set(queue.ids.value) }
  }
  function open(id: string | null): void {
    queue.opened.value = id
    if (id !== null) selection.value = { ...selection.value, cursor: id }
  }
  const unmark = (): void => void (selection.value = { ...selection.value, marked: new Set() })
  function close(): void {
    if (queue.opened.value !== null) queue.opened.value = null
    else unmark()
  }
  /** As the button in the story: of one alert, of a registered unit, by those who may. */
  function inspect(): void {
    const alert = opened() ?? rowOf(selection.value.cursor)
    if (alert?.unitId && mayInspect()) go({ path: '/inspect', query: { alert: alert.id } })
    else say('duty.done.nothing')
  }
  const atCursor = (then: (id: string) => void): void => {
    if (selection.value.cursor !== null) then(selection.value.cursor)
  }

  const COMMANDS: Record<Command, () => void> = {
    next: () => move(1),
    previous: () => move(-1),
    pageDown: () => move(perPage()),
    pageUp: () => move(-perPage()),
    top: () => move(-queue.ids.value.length),
    bottom: () => move(queue.ids.value.length),
    open: () => atCursor(open),
    close,
    acknowledge: () => act('acknowledge', targets()),
    comment: () => act('comment', targets()),
    dismiss: () => act('dismiss', targets()),
    confirm: () => act('confirm', targets()),
    join: () => act('join', targets()),
    assign: () => act('assign', targets()),
    resolve: () => act('resolve', targets()),
    escalate: () => act('escalate', targets()),
    inspect,
    order: () => act('order', targets()),
    mark: () => atCursor((id) => mark(id, false)),
    markRange: () => atCursor((id) => mark(id, true)),
    markAll,
    unmark,
    mine: () => (queue.filter.value = turnMine(queue.filter.value)),
    handover: () => go({ path: '/duty/handover' }),
    search: focusSearch,
    help: () => (dialog.value = 'help'),
    undo: () => {
      if (deeds.undoLast()) say('duty.done.undone')
    },
  }
  return {
    selection, dialog, about, marked, open, mark, act,
    unmark,
    assign: (to, note) => perform('assign', about.value, { to, note }),
    dismiss: (reason, note) => perform('dismiss', about.value, { reason, note }),
    run: (command) => COMMANDS[command](),
  }
}
