import { useEventListener } from '@vueuse/core'
import { commandOf, type Command } from './keys.ts'

const TYPING = 'input, textarea, select, [contenteditable="true"]'
/** A dialog or an open list of choices has the keys to itself. */
const MODAL = '.el-overlay:not([style*="display: none"]) [role=dialog], .el-select__popper:not([style*="display: none"])'

/** Calls the command of each key pressed, unless somebody is writing or choosing. */
export function useDutyKeys(run: (command: Command) => void): void {
  useEventListener(window, 'keydown', (event) => {
    const command = commandOf(event)
    if (command === null || event.defaultPrevented) return
    const target = event.target instanceof Element ? event.target : null
    if (document.querySelector(MODAL)) return
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
