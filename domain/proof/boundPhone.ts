/** How a browser comes to stand for a registered number, and ceases to. */
export const BINDING_STATES = ['asked', 'bound', 'ended'] as const
export type BindingState = (typeof BINDING_STATES)[number]

/** How the one-time code goes to the phone: by a text message, or by an officer who calls the number and reads it out. */
export const CODE_WAYS = ['sms', 'officer'] as const
export type CodeWay = (typeof CODE_WAYS)[number]

/** Every move there is. A wrong code too many ends it too. */
export const BINDING_MOVES = {
  bind: { from: ['asked'], to: 'bound' },
  end: { from: ['asked', 'bound'], to: 'ended' },
} as const satisfies Record<string, { from: readonly BindingState[]; to: BindingState }>

/** A code is good for so long, and for so many tries. */
export const CODE_MS = 10 * 60_000
export const TRIES = 5

/** Of one that was asked for. Times are epoch milliseconds. */
export interface AskedBinding {
  readonly state: BindingState
  readonly code: string | null
  readonly tries: number
  readonly expiresAt: number
}

export type CodeAnswer = 'right' | 'wrong' | 'expired' | 'spent' | 'over'

/** What becomes of a code that somebody typed. */
export function answerCode({ state, code, tries, expiresAt }: AskedBinding, typed: string, now: number): CodeAnswer {
  if (state !== 'asked' || code === null) return 'over'
  if (now > expiresAt) return 'expired'
  if (typed === code) return 'right'
  return tries + 1 >= TRIES ? 'spent' : 'wrong'
}

/** Numbers are compared without spaces, dashes and China's own country code. */
export function phoneDigits(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^(0086|86)(?=1\d{10}$)/, '')
}

/** Whether the number is one of those registered. */
export function isRegistered(phone: string, phones: readonly string[]): boolean {
  return phones.some((each) => phoneDigits(each) === phoneDigits(phone))
}
