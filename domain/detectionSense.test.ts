import { expect, it } from 'vitest'
import { detectionRuleSchema, type DetectionRuleInput } from './detectionRule.ts'
import { whatIsNeverBelieved } from './detectionSense.ts'

const rule = (parts: Partial<DetectionRuleInput>) => detectionRuleSchema.parse({ id: 'r', name: 'r', type: 'no_mask', severity: 'major', cooldown: '10m', ...parts })
const night = { from: '22:00', to: '06:00' }

it.each<[Partial<DetectionRuleInput>, string[]]>([
  [{}, []],
  [{ persist: '2h' }, []],
  [{ persist: '400d' }, ['persist']],
  [{ byHours: true }, ['byHours']],
  [{ byHours: true, schedule: night }, []],
  [{ minConfidence: 0.55, night: { during: night, minConfidence: 0.45 } }, []],
  [{ minConfidence: 0.1, night: { during: night, minConfidence: 0.99 } }, ['night.minConfidence']],
  [{ corroboration: { within: '1m', alone: 'minor' } }, []],
  [{ corroboration: { within: '1m', alone: 'critical' } }, ['corroboration.alone']],
  [{ zoneSeverities: [{ zones: ['a', 'b'], severity: 'minor' }, { zones: ['b'], severity: 'critical' }] }, ['zoneSeverities.1.zones']],
  [{ onlyIn: [' '] }, ['onlyIn']],
])('names what of %j is never believed: %j', (parts, paths) => {
  expect(whatIsNeverBelieved(rule(parts)).map(({ path }) => path)).toEqual(paths)
})
