import { figuresOutOfRange } from '../../domain/ruleRange.ts'
import type { RuleInput, RuleText } from '../../domain/rule.ts'
import { knownDevices } from '../../stores/postgres/devices.ts'
import type { Context } from '../context.ts'
import { Problem, type ProblemType } from './problem.ts'
import { written } from './ruleShape.ts'
import { isDistrict } from './unitInput.ts'

/** Ids of a scope that are told one by one; the rest are counted. */
const MOST_TOLD = 20

/**
 * The rule as it is kept. Refused, by the names of its fields, where it names a profile, district or device that is not
 * there, or a figure that its metric can never be: a rule with a slip of the pen would judge nothing and nobody would
 * notice. Tags are free words: a unit may be given one later.
 */
export async function checkedRule({ configuration, db }: Pick<Context, 'configuration' | 'db'>, text: RuleText): Promise<RuleInput> {
  const { profiles = [], districts = [], deviceIds = [] } = text.scope
  const profile = profiles.find((id) => !configuration.profiles.has(id))
  if (profile !== undefined) throw refused('unknown-profile', 'scope.profiles', `There is no profile ${profile}`)
  const district = districts.find((code) => !isDistrict(configuration.region, code))
  if (district !== undefined) throw refused('unknown-district', 'scope.districts', `There is no district ${district} in this city`)
  const [first, ...more] = figuresOutOfRange(text)
  if (first) throw new Problem('invalid', `${first.path}: ${first.message}`, { errors: [first, ...more].map(({ path, message }) => ({ path, type: 'invalid', detail: message })) })
  const known = deviceIds.length === 0 ? null : await knownDevices(db, deviceIds, { scope: 'city' })
  const missing = deviceIds.filter((id) => known?.has(id) === false)
  if (missing.length > 0) {
    const told = missing.slice(0, MOST_TOLD).join(', ')
    throw refused('unknown-device', 'scope.deviceIds', `Register these first: ${told}${missing.length > MOST_TOLD ? ` and ${missing.length - MOST_TOLD} more` : ''}`)
  }
  return written(text)
}

const refused = (type: ProblemType, path: string, detail: string): Problem => new Problem(type, detail, { errors: [{ path, type, detail }] })
