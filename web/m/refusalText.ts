import type { Check } from '../../domain/proof/check.ts'
import type { Wordbook } from '../screen/alertText.ts'
import type { Refusal } from './outbox/entry.ts'
import { phoneZh } from './zh.ts'

/** Codes that have words of their own, such as `place.too-far`. */
const KNOWN = new Set(Object.entries(phoneZh.refused).flatMap(([code, words]) => (typeof words === 'string' ? [code] : Object.keys(words).map((reason) => `${code}.${reason}`))))

/**
 * Why something was not taken and what to do about it; what the server said where we have no better words. `of` names
 * what it concerns, such as `inspection`, where that has words of its own.
 */
export function refusalText({ code, detail, figures = {} }: Refusal, words: Wordbook, of = ''): string {
  const known = [`${of}.${code}`, code].find((one) => KNOWN.has(one))
  return known === undefined ? words.t('m.refused.other', { detail: detail === '' ? code : detail }) : words.t(`m.refused.${known}`, figures)
}

/** The same for a failed check of a photo. */
export function checkText({ name, reason, figures }: Check, words: Wordbook): string {
  return refusalText({ code: `${name}.${reason}`, detail: '', ...(figures ? { figures } : {}) }, words)
}
