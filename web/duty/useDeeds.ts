import { useEventListener } from '@vueuse/core'
import { onScopeDispose, shallowRef, triggerRef, type ShallowRef } from 'vue'
import type { Alert, Assignee } from '../../domain/alert.ts'
import { handleAlert, type AlertAction } from '../../domain/alertHandling.ts'
import { api } from '../api/client.ts'
import { browserFrames } from '../live/frames.ts'
import { DeedDesk, type Deed } from './deeds.ts'
import type { DutyFeed } from './useDutyFeed.ts'

/** For so long what concerns many, or can't be put right again, may be taken back. */
export const UNDO_MS = 6000

export interface Doing {
  readonly action: AlertAction
  readonly alerts: readonly Alert[]
  readonly reason?: string
  readonly note?: string
  readonly to?: Assignee
}

/** How many of the alerts took the action, and how many could not. */
export interface Done {
  readonly taken: number
  readonly skipped: number
}

export interface Deeds {
  /** Triggered whenever something was done, sent, refused or taken back. */
  readonly desk: ShallowRef<DeedDesk>
  foreseen(alert: Alert): Alert
  /** Does it where the life cycle allows it: a lone acknowledgement or comment at once, everything else after the time to undo. */
  perform(doing: Doing): Done
  /** Takes back the latest that is held. */
  undoLast(): boolean
}

const AT_ONCE: ReadonlySet<AlertAction> = new Set(['acknowledge', 'comment'])

const send = ({ id, action, reason, note, to }: Deed): Promise<Alert> =>
  api.post<Alert>(`/alerts/${encodeURIComponent(id)}/${action}`, { reason, note, to: to?.username }, { outliving: true })

/** What the person at the desk does about alerts. Leaving the page sends what is still held. */
export function useDeeds(feed: DutyFeed): Deeds {
  const desk = shallowRef(new DeedDesk({
    send,
    done: (alert) => feed.take(alert),
    changed: () => triggerRef(desk),
    now: () => Date.now(),
    later: (ms, run) => browserFrames.later(ms, run),
  }))
  useEventListener(window, 'pagehide', () => desk.value.releaseAll())
  // What waits for its turn would be lost with the page: then the browser asks whether to stay.
  useEventListener(window, 'beforeunload', (event) => {
    desk.value.releaseAll()
    if (desk.value.waiting > 0) event.preventDefault()
  })
  onScopeDispose(() => desk.value.releaseAll())

  return {
    desk,
    foreseen: (alert) => desk.value.foreseen(alert),
    perform({ action, alerts, reason, note, to }) {
      const able = alerts.filter((alert) => handleAlert(alert, action).ok && (!to || alert.assignee?.username !== to.username))
      const deeds = able.map(({ id }): Deed => ({ id, action, ...(reason ? { reason } : {}), ...(note ? { note } : {}), ...(to ? { to } : {}) }))
      desk.value.take(deeds, able.length === 1 && AT_ONCE.has(action) ? 0 : UNDO_MS)
      return { taken: able.length, skipped: alerts.length - able.length }
    },
    undoLast() {
      const last = desk.value.held.at(-1)
      return last !== undefined && desk.value.undo(last.key) !== null
    },
  }
}
