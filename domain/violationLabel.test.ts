import { describe, expect, it } from 'vitest'
import { violationOfLabel, type ViolationLabels } from './violationLabel.ts'

const labels: ViolationLabels = new Map([
  ['onvif', new Map([['ruleengine/linedetector', null], ['no mask at the pass', 'no_mask'], ['ruleengine/linedetector/crossed/door', null], ['no_mask', 'no_mask']])],
  ['axis', new Map([['device1scenario1', 'rodent'], ['human', null]])],
])

describe('a label', () => {
  it.each([
    ['onvif', 'no_mask', { violation: 'no_mask' }],
    ['onvif', 'NO_MASK', { violation: 'no_mask' }],
    ['onvif', 'RuleEngine/LineDetector/Crossed/No mask at the pass', { violation: 'no_mask' }],
    ['onvif', 'RuleEngine/LineDetector/Crossed/door', 'context'],
    ['onvif', 'RuleEngine/LineDetector/Crossed/some other rule', 'context'],
    ['onvif', 'RuleEngine/FieldDetector', 'unmapped'],
    ['onvif', '', 'unmapped'],
    ['axis', 'Device1Scenario1/human', { violation: 'rodent' }],
    ['axis', 'Device1Scenario2/human', 'context'],
    ['axis', 'Device1Scenario2', 'unmapped'],
    ['lorawan', 'no_mask', 'unmapped'],
  ] as const)('of %s, "%s", means %j', (format, label, meaning) => {
    expect(violationOfLabel(labels, format, label)).toEqual(meaning)
  })
})
