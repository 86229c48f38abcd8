import { describe, expect, it } from 'vitest'
import { policiesSchema, type Policy } from '../../../domain/escalation/policy.ts'
import { remindText, sinceAlert, stepText, toldPolicy, type PolicyWords } from './policyText.ts'

const words: PolicyWords = {
  t: (key, values = {}) => [key.replace('admin.escalation.', ''), ...Object.values(values)].join(' '),
  who: (target) => `<${target}>`, channel: (id) => id.toUpperCase(), span: (duration) => duration, district: (code) => `d${code}`,
}
const [policy] = policiesSchema.parse({
  policies: [{
    id: 'critical', name: '严重', severities: ['critical'],
    steps: [{ after: '0', who: ['on-duty', 'officer'], channels: ['push', 'sms'] }, { after: '5m', who: ['role:centre'], channels: ['sms'], acknowledgements: 2 }],
    remind: { every: '1h', who: ['on-duty'], channels: ['sms'] },
  }],
}).policies as [Policy]

describe('a policy in words', () => {
  it('says when, to whom and by what way, and how many must have it', () => {
    expect(policy.steps.map((step) => stepText(step, words))).toEqual(['atOnce <on-duty>、<officer> · PUSH › SMS', 'afterwards 5m <role:centre> · SMS · needed 2'])
    expect(policy.remind && remindText(policy.remind, words)).toBe('every 1h <on-duty> · SMS · most 72')
  })

  it('counts the time of a step from the alert', () => {
    expect([0, 1].map((i) => sinceAlert([{ after: '1m' }, { after: '1h' }], i))).toEqual([60_000, 3_660_000])
  })

  it('has a part for each step, so that a step that went is seen', () => {
    expect(Object.keys(toldPolicy(policy, words).parts)).toEqual(['field.name', 'field.severities', 'field.districts', 'step 1', 'step 2', 'field.remind'])
    expect(toldPolicy({ ...policy, districts: ['131102'], group: { by: ['unit', 'rule'], within: '1m' } }, words).parts).toMatchObject({ 'field.districts': 'd131102', 'field.group': 'grouped part.unit、part.rule 1m' })
  })
})
