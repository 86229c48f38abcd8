import type { Request } from 'express'
import { doubts, misfits, type RuleRemark } from '../../domain/ruleFit.ts'
import { soundPart } from '../../domain/soundPart.ts'
import { ruleSchema, type RuleInput } from '../../domain/writtenRule.ts'
import { knownDevices } from '../../stores/postgres/devices.ts'
import type { Queryable } from '../../stores/postgres/pool.ts'
import type { Context } from '../context.ts'
import { readBody } from './input.ts'
import type { FieldError } from './problem.ts'
import { written } from './ruleShape.ts'
import { isDistrict } from './unitInput.ts'

type Known = Pick<Context, 'configuration'>

/** A rule as it was sent, and the written form in which it is kept. All that is wrong with it is told in one answer, by the names of its fields. */
export function readRule(context: Known, request: Request): RuleInput {
  return written(readBody(request, ruleSchema, (sent) => faultsOf(context, sent)))
}

/**
 * What the schema can't tell: a profile or district that is not there, a figure that its metric can never be, levels that
 * hide each other, a violation that no camera tells. A rule with a slip of the pen would judge nothing and nobody would
 * notice. Tags and devices may come later than the rule.
 * @param sent where some fields are wrong in themselves, the others are looked at
 */
export function faultsOf({ configuration }: Known, sent: unknown): FieldError[] {
  const part = soundPart(sent)
  const { profiles = [], districts = [] } = part.scope ?? {}
  return [
    ...profiles.flatMap((id) => (configuration.profiles.has(id) ? [] : [{ path: 'scope.profiles', type: 'unknown-profile', detail: `There is no profile ${id}` }])),
    ...districts.flatMap((code) => (isDistrict(configuration.region, code) ? [] : [{ path: 'scope.districts', type: 'unknown-district', detail: `There is no district ${code} in this city` }])),
    ...misfits(part, configuration.violations).map(({ path, message }) => ({ path, type: 'invalid', detail: message })),
  ]
}

/** The devices a rule names that nobody has registered yet: told with the answer, since they may be slips of the pen. */
async function unknownDevices(db: Queryable, { scope: { deviceIds = [] } = {} }: RuleInput): Promise<{ unknownDevices?: string[] }> {
  if (deviceIds.length === 0) return {}
  const known = await knownDevices(db, deviceIds, { scope: 'city' })
  const unknown = deviceIds.filter((id) => !known.has(id))
  return unknown.length === 0 ? {} : { unknownDevices: unknown }
}

/** What is said with the answer to a rule that is taken as it is. */
export async function warningsAbout(db: Queryable, rule: RuleInput): Promise<{ warnings?: RuleRemark[]; unknownDevices?: string[] }> {
  const warnings = doubts(ruleSchema.parse(rule))
  return { ...(warnings.length > 0 ? { warnings } : {}), ...(await unknownDevices(db, rule)) }
}
