import { shallowRef, type ShallowRef } from 'vue'
import { subscribeToPush } from './push.ts'

export type Permission = NotificationPermission | 'unsupported'

export interface Notices {
  readonly permission: Readonly<ShallowRef<Permission>>
  /** Asks the person; must come from a click. */
  ask(): Promise<void>
  /** Shows a notice while the page is out of sight; a later one of the same tag replaces it. */
  notify(notice: { title: string; body: string; tag: string; open: () => void }): void
}

const supported = typeof Notification !== 'undefined'

/** Notices of the desktop for alerts that arrive while nobody looks at the page. */
export function useNotices(): Notices {
  const permission = shallowRef<Permission>(supported ? Notification.permission : 'unsupported')
  // Who signs in here may be another than last time.
  if (permission.value === 'granted') void subscribeToPush()
  return {
    permission,
    async ask() {
      if (!supported) return
      permission.value = await Notification.requestPermission()
      if (permission.value === 'granted') await subscribeToPush()
    },
    notify({ title, body, tag, open }) {
      if (permission.value !== 'granted' || !document.hidden) return
      const notice = new Notification(title, { body, tag })
      notice.addEventListener('click', () => {
        window.focus()
        open()
        notice.close()
      })
    },
  }
}
