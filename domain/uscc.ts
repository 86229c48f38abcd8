/**
 * The unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, of which 1 names the
 * registering authority, 1 the kind of entity, 6 the region, 9 the organisation, and the last checks all.
 */

/** Digits and capitals without I, O, S, V and Z; a character's place in it is its value. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const LENGTH = 18
/** 3^i mod 31. As 31 is prime and no weight is 0, a single changed character always shows. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const

/** Stable codes; an API may show them to programs. */
export const USCC_PROBLEMS = ['length', 'alphabet', 'check'] as const
export type UsccProblem = (typeof USCC_PROBLEMS)[number]

/** What looks odd in a code that is formally right: shown to a person, never a reason to refuse. */
export const USCC_WARNINGS = ['organisation-check', 'unknown-entity-kind'] as const
export type UsccWarning = (typeof USCC_WARNINGS)[number]

/** First two characters in use among supervised units and their supervisors. */
const ENTITY_KINDS = new Set(['11', '12', '51', '52', '53', '91', '92', '93'])

/** What is wrong with the text as a credit code, or null where it is one. Capitals only, no spaces. */
export function checkUscc(text: string): UsccProblem | null {
  if (text.length !== LENGTH) return 'length'
  if ([...text].some((character) => !ALPHABET.includes(character))) return 'alphabet'
  return checkCharacter(text.slice(0, -1)) === text.at(-1) ? null : 'check'
}

/** Oddities of a code that `checkUscc` finds nothing wrong with. */
export function usccWarnings(code: string): UsccWarning[] {
  const warnings: UsccWarning[] = []
  if (organisationCheck(code.slice(8, 16)) !== code[16]) warnings.push('organisation-check')
  if (!ENTITY_KINDS.has(code.slice(0, 2))) warnings.push('unknown-entity-kind')
  return warnings
}

/** The six digits of the region that registered the entity. */
export function usccRegion(code: string): string {
  return code.slice(2, 8)
}

/**
 * A formally valid code for made-up units. `kindDigits` are the first two characters ("92" is an individual
 * trader). Different serials, whole numbers from 0 to 31^6 - 1, give different codes. Throws a RangeError else.
 */
export function makeUscc(region: string, kindDigits: string, serial: number): string {
  if (!/^\d{6}$/.test(region)) throw new RangeError(`a region has six digits: ${region}`)
  if (kindDigits.length !== 2) throw new RangeError(`an entity kind has two characters: ${kindDigits}`)
  const organisation = `MA${inAlphabet(serial, 6)}`
  const body = `${kindDigits}${region}${organisation}${organisationCheck(organisation)}`
  return body + checkCharacter(body)
}

function checkCharacter(body: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(body.charAt(i)), 0)
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** The organisation code's own check (GB 11714): letters count from A = 10; 10 is written X and 11 is written 0. */
function organisationCheck(organisation: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, i) => total + weight * Number.parseInt(organisation.charAt(i), 36), 0)
  const check = 11 - (sum % 11)
  return check === 10 ? 'X' : check === 11 ? '0' : String(check)
}

function inAlphabet(serial: number, width: number): string {
  if (!Number.isInteger(serial) || serial < 0 || serial >= ALPHABET.length ** width)
    throw new RangeError(`a serial is a whole number from 0 to ${ALPHABET.length ** width - 1}: ${serial}`)
  let text = ''
  for (let rest = serial; text.length < width; rest = Math.floor(rest / ALPHABET.length)) text = ALPHABET.charAt(rest % ALPHABET.length) + text
  return text
}
