/**
 * Numbers of food licences: JY (food business, 食品经营许可证), SC (production, 食品生产许可证) and
 * YB (filing of those who sell prepackaged food only, 仅销售预包装食品备案), each two letters and 14 digits.
 * Small workshops and small caterers hold registrations of a local format, which are accepted as they are.
 */
export const LICENCE_KINDS = ['JY', 'SC', 'YB', 'local'] as const
export type LicenceKind = (typeof LICENCE_KINDS)[number]

/** Stable codes; an API may show them to programs. */
export const LICENCE_PROBLEMS = ['empty', 'too-long', 'case', 'length', 'digits', 'business-kind', 'check'] as const
export type LicenceProblem = (typeof LICENCE_PROBLEMS)[number]

/** What a person should look at; never a reason to refuse: real numbers carry regions of no county code. */
export const LICENCE_WARNINGS = ['local-format', 'unknown-region', 'unknown-class'] as const
export type LicenceWarning = (typeof LICENCE_WARNINGS)[number]

const DIGITS = 14
const LONGEST_LOCAL = 64
const PREFIX = /^(JY|SC|YB)/i

interface Layout {
  /** First digits that exist. */
  readonly kinds: string
  /** Where the six region digits begin, counted from the first digit. */
  readonly region: number
  readonly serial: number
}

const LAYOUTS: Record<Exclude<LicenceKind, 'local'>, Layout> = {
  JY: { kinds: '123', region: 1, serial: 6 },
  SC: { kinds: '12', region: 3, serial: 4 },
  YB: { kinds: '12', region: 1, serial: 6 },
}

/** Which of the formats the number claims to be. */
export function licenceKind(text: string): LicenceKind {
  const prefix = PREFIX.exec(text)?.[1]?.toUpperCase()
  return prefix === 'JY' || prefix === 'SC' || prefix === 'YB' ? prefix : 'local'
}

/** What is wrong with a licence number, or null. A prefix that is none of the three is a local format. */
export function checkLicence(text: string): LicenceProblem | null {
  if (text.trim() === '') return 'empty'
  const kind = licenceKind(text)
  if (kind === 'local') return text.length > LONGEST_LOCAL ? 'too-long' : null
  if (!text.startsWith(kind)) return 'case'
  const digits = text.slice(2)
  if (digits.length !== DIGITS) return 'length'
  if (!/^\d+$/.test(digits)) return 'digits'
  if (checkDigit(digits.slice(0, -1)) !== digits.at(-1)) return 'check'
  return LAYOUTS[kind].kinds.includes(digits.charAt(0)) ? null : 'business-kind'
}

/** The six region digits of a number that `checkLicence` accepts; null for a local format. */
export function licenceRegion(text: string): string | null {
  const kind = licenceKind(text)
  if (kind === 'local') return null
  const from = 2 + LAYOUTS[kind].region
  return text.slice(from, from + 6)
}

/** Oddities of a number that `checkLicence` accepts. `regions` are the codes the register knows. */
export function licenceWarnings(text: string, regions: ReadonlySet<string>): LicenceWarning[] {
  const region = licenceRegion(text)
  if (region === null) return ['local-format']
  const warnings: LicenceWarning[] = []
  if (!regions.has(region)) warnings.push('unknown-region')
  if (licenceKind(text) === 'SC' && !knownClass(text.slice(3, 5))) warnings.push('unknown-class')
  return warnings
}

/** What a made-up number is of: JY1 sale, JY2 catering, JY3 unit canteen, SC with its food class, YB1 wholesale, YB2 retail. */
export type LicenceTemplate = 'JY1' | 'JY2' | 'JY3' | `SC${number}` | 'YB1' | 'YB2'

/**
 * A formally valid number for made-up units, such as `makeLicence('SC104', '131102', 19)`. Different serials
 * give different numbers: up to 999999, for SC up to 9999. Throws a RangeError else.
 */
export function makeLicence(template: LicenceTemplate, region: string, serial: number): string {
  const kind = licenceKind(template)
  if (kind === 'local') throw new RangeError(`no such licence: ${template}`)
  const { region: start, serial: width } = LAYOUTS[kind]
  const head = template.slice(2)
  if (head.length !== start || !/^\d+$/.test(head)) throw new RangeError(`${kind} is followed by ${start} digit(s): ${template}`)
  if (!/^\d{6}$/.test(region)) throw new RangeError(`a region has six digits: ${region}`)
  if (!Number.isInteger(serial) || serial < 0 || serial >= 10 ** width) throw new RangeError(`a ${kind} serial has at most ${width} digits: ${serial}`)
  const body = `${head}${region}${String(serial).padStart(width, '0')}`
  return `${kind}${body}${checkDigit(body)}`
}

/** Food classes 01 to 32 of the 2020 production catalogue. */
function knownClass(digits: string): boolean {
  return Number(digits) >= 1 && Number(digits) <= 32
}

/** ISO 7064 MOD 11,10 (GB/T 17710): finds every single changed digit. */
function checkDigit(body: string): string {
  let product = 10
  for (const digit of body) product = (2 * ((product + Number(digit)) % 10 || 10)) % 11
  return String((11 - product) % 10)
}
