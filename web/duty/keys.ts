import { commandIn, type KeyLine, type Pressed } from '../desk/pageKeys.ts'

/** What the keyboard can ask for at the desk. */
export type Command =
  | 'next' | 'previous' | 'top' | 'bottom' | 'pageDown' | 'pageUp' | 'open' | 'close' | 'acknowledge' | 'join' | 'assign' | 'comment' | 'dismiss' | 'confirm' | 'resolve' | 'escalate' | 'order' | 'inspect'
  | 'mark' | 'markRange' | 'markAll' | 'unmark' | 'mine' | 'handover' | 'search' | 'help' | 'undo'

export const KEYS: readonly KeyLine<Command>[] = [
  { keys: ['j', 'ArrowDown'], command: 'next' },
  { keys: ['k', 'ArrowUp'], command: 'previous' },
  { keys: ['PageDown'], command: 'pageDown' },
  { keys: ['PageUp'], command: 'pageUp' },
  { keys: ['Home'], command: 'top' },
  { keys: ['End'], command: 'bottom' },
  { keys: ['Enter'], command: 'open' },
  { keys: ['a'], command: 'acknowledge' },
  { keys: ['t'], command: 'join' },
  { keys: ['g'], command: 'assign' },
  { keys: ['c'], command: 'comment' },
  { keys: ['d'], command: 'dismiss' },
  { keys: ['f'], command: 'confirm' },
  { keys: ['r'], command: 'resolve' },
  { keys: ['e'], command: 'escalate' },
  { keys: ['o'], command: 'order' },
  { keys: ['i'], command: 'inspect' },
  { keys: ['x'], command: 'mark' },
  { keys: ['x'], shift: true, command: 'markRange' },
  { keys: ['*'], command: 'markAll' },
  { keys: ['-'], command: 'unmark' },
  { keys: ['m'], command: 'mine' },
  { keys: ['h'], command: 'handover' },
  { keys: ['u'], command: 'undo' },
  { keys: ['/'], command: 'search' },
  { keys: ['?'], command: 'help' },
  { keys: ['Escape'], command: 'close' },
]

/** The key that a button shows beside its word. */
export const keyOf = (command: Command): string | undefined => KEYS.find((each) => each.command === command)?.keys[0]

export const commandOf = (pressed: Pressed): Command | null => commandIn(KEYS, pressed)
