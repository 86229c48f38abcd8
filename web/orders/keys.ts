import { commandIn, type KeyLine, type Pressed } from '../desk/pageKeys.ts'

/** What the keyboard can ask for on the page of orders. */
export type Command = 'next' | 'previous' | 'open' | 'close' | 'search' | 'new' | 'deed' | 'comment' | 'print' | 'help'

export const KEYS: readonly KeyLine<Command>[] = [
  { keys: ['j', 'ArrowDown'], command: 'next' },
  { keys: ['k', 'ArrowUp'], command: 'previous' },
  { keys: ['Enter'], command: 'open' },
  { keys: ['n'], command: 'new' },
  { keys: ['a'], command: 'deed' },
  { keys: ['c'], command: 'comment' },
  { keys: ['p'], command: 'print' },
  { keys: ['/'], command: 'search' },
  { keys: ['?'], command: 'help' },
  { keys: ['Escape'], command: 'close' },
]

export const commandOf = (pressed: Pressed): Command | null => commandIn(KEYS, pressed)
