import { useEventListener } from '@vueuse/core'
import { commandOf, type Command } from './keys.ts'

const TYPING = 'input, textarea, select, [contenteditable="true"]'
/** A question or an open list of choices has the keys to itself. */
const CHOOSING = '.is-message-box:not([style*="display: none"]), .el-select__popper:not([style*="display: none"])'

/** Calls the command of each key pressed, unless somebody is writing, choosing, or has a dialog open. */
export function useDutyKeys(run: (command: Command) => void, inDialog: () => boolean): void {
  useEventListener(window, 'keydown', (event) => {
    const command = commandOf(event)
    if (command === null || event.defaultPrevented || inDialog() || document.querySelector(CHOOSING)) return
    const target = event.target instanceof Element ? event.target : null
    if (target?.closest(TYPING)) {
      // Escape leaves the field, so that the keys work again.
      if (command === 'close' && target instanceof HTMLElement) target.blur()
      return
    }
    // Enter on a button or a link is that button's.
    if (command === 'open' && target?.closest('button, a')) return
    event.preventDefault()
    run(command)
  })
}
