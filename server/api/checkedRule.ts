import { misfits } from '../../domain/ruleFit.ts'
import type { RuleInput, RuleText } from '../../domain/writtenRule.ts'
import { knownDevices } from '../../stores/postgres/devices.ts'
import type { Queryable } from '../../stores/postgres/pool.ts'
import type { Context } from '../context.ts'
import { Problem, type ProblemType } from './problem.ts'
import { written } from './ruleShape.ts'
import { isDistrict } from './unitInput.ts'

/**
 * The rule as it is kept. Refused, by the names of its fields, where it names a profile or district that is not there, a
 * figure that its metric can never be, or a violation that no camera tells: a rule with a slip of the pen would judge
 * nothing and nobody would notice. Tags
 * and devices may come later than the rule.
 */
export function checkedRule({ configuration }: Pick<Context, 'configuration'>, text: RuleText): RuleInput {
  const { profiles = [], districts = [] } = text.scope
  const profile = profiles.find((id) => !configuration.profiles.has(id))
  if (profile !== undefined) throw refused('unknown-profile', 'scope.profiles', `There is no profile ${profile}`)
  const district = districts.find((code) => !isDistrict(configuration.region, code))
  if (district !== undefined) throw refused('unknown-district', 'scope.districts', `There is no district ${district} in this city`)
  const [first, ...more] = misfits(text, configuration.violations)
  if (first) throw new Problem('invalid', `${first.path}: ${first.message}`, { errors: [first, ...more].map(({ path, message }) => ({ path, type: 'invalid', detail: message })) })
  return written(text)
}

/** The devices a rule names that nobody has registered yet: told with the answer, since they may be slips of the pen. */
export async function unknownDevices(db: Queryable, { scope: { deviceIds = [] } = {} }: RuleInput): Promise<{ unknownDevices?: string[] }> {
  if (deviceIds.length === 0) return {}
  const known = await knownDevices(db, deviceIds, { scope: 'city' })
  const unknown = deviceIds.filter((id) => !known.has(id))
  return unknown.length === 0 ? {} : { unknownDevices: unknown }
}

const refused = (type: ProblemType, path: string, detail: string): Problem => new Problem(type, detail, { errors: [{ path, type, detail }] })
