import { commandIn, type KeyLine, type Pressed } from '../desk/pageKeys.ts'

/** What the keyboard can ask for at the desk. */
export type Command =
  | 'next' | 'previous' | 'top' | 'bottom' | 'pageDown' | 'pageUp' | 'open' | 'close' | 'acknowledge' | 'comment' | 'dismiss' | 'confirm' | 'order'
  | 'mark' | 'markRange' | 'markAll' | 'search' | 'help' | 'undo'

export const KEYS: readonly KeyLine<Command>[] = [
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

export const commandOf = (pressed: Pressed): Command | null => commandIn(KEYS, pressed)
