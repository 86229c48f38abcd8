import { useEventListener } from '@vueuse/core'

export interface Pressed {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  /** While somebody composes Chinese the keys are letters. */
  readonly isComposing: boolean
}

/** Keys as the browser names them; letters whatever their case. One list for what acts and for what the help shows. */
export interface KeyLine<Command extends string> {
  readonly keys: readonly string[]
  readonly command: Command
  readonly shift?: true
}

/** The command of a key; null where it is none, or belongs to the browser. */
export function commandIn<Command extends string>(lines: readonly KeyLine<Command>[], pressed: Pressed): Command | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing) return null
  const key = /^[A-Z]$/.test(pressed.key) ? pressed.key.toLowerCase() : pressed.key
  const isLetter = /^[a-z]$/.test(key)
  return lines.find((each) => each.keys.includes(key) && (!isLetter || Boolean(each.shift) === pressed.shiftKey))?.command ?? null
}

const TYPING = 'input, textarea, select, [contenteditable="true"]'
/** A question or an open list of choices has the keys to itself. */
const CHOOSING = '.is-message-box:not([style*="display: none"]), .el-select__popper:not([style*="display: none"])'

/** Calls the command of each key pressed, unless somebody is writing, choosing, or has a dialog open. */
export function usePageKeys<Command extends string>(commandOf: (pressed: Pressed) => Command | null, run: (command: Command) => void, inDialog: () => boolean): void {
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
