/** What the keyboard can ask for at the desk. */
export type Command =
  | 'next' | 'previous' | 'top' | 'bottom' | 'pageDown' | 'pageUp' | 'open' | 'close' | 'acknowledge' | 'comment' | 'dismiss' | 'confirm' | 'order'
  | 'mark' | 'markRange' | 'markAll' | 'search' | 'help' | 'undo'

/** Keys as the browser names them; letters whatever their case. One list for what acts and for what the help shows. */
export const KEYS: readonly { readonly keys: readonly string[]; readonly command: Command; readonly shift?: true }[] = [
  { keys: ['j', 'ArrowDown'], command: 'next' },
  { keys: ['k', 'ArrowUp'], command: 'previous' },
  { keys: ['PageDown'], command: 'pageDown' },
  { keys: ['PageUp'], command: 'pageUp' },
  { keys: ['Home'], command: 'top' },
  { keys: ['End'], command: 'bottom' },
  { keys: ['Enter'], command: 'open' },
  { keys: ['a'], command: 'acknowledge' },
  { keys: ['c'], command: 'comment' },
  { keys: ['d'], command: 'dismiss' },
  { keys: ['f'], command: 'confirm' },
  { keys: ['o'], command: 'order' },
  { keys: ['x'], command: 'mark' },
  { keys: ['x'], shift: true, command: 'markRange' },
  { keys: ['*'], command: 'markAll' },
  { keys: ['u'], command: 'undo' },
  { keys: ['/'], command: 'search' },
  { keys: ['?'], command: 'help' },
  { keys: ['Escape'], command: 'close' },
]

export interface Pressed {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  /** While somebody composes Chinese the keys are letters. */
  readonly isComposing: boolean
}

/** The command of a key; null where it is none, or belongs to the browser. */
export function commandOf(pressed: Pressed): Command | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing) return null
  const key = /^[A-Z]$/.test(pressed.key) ? pressed.key.toLowerCase() : pressed.key
  const isLetter = /^[a-z]$/.test(key)
  return KEYS.find((each) => each.keys.includes(key) && (!isLetter || Boolean(each.shift) === pressed.shiftKey))?.command ?? null
}
