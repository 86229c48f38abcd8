import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadConfiguration } from './load.ts'
import { RULES_DOCUMENT, rulesDocument } from './rulesDocument.ts'

const configuration = loadConfiguration()

test('the document of the rules is in step with the configuration (else: node --import tsx config/rulesDocument.ts)', () => {
  expect(readFileSync(RULES_DOCUMENT, 'utf8')).toBe(rulesDocument(configuration))
})

test('the document names every profile, rule and violation', () => {
  const text = rulesDocument(configuration)
  for (const id of [...configuration.profiles.keys(), ...configuration.rules.map((rule) => rule.id), ...configuration.violations.keys()])
    expect(text).toContain(`\`${id}\``)
})

test('a clause is printed only once it is verified', () => {
  const [rule] = configuration.rules
  if (!rule) throw new Error('no rule is shipped')
  const withClause = (status: 'verified' | 'unverified') =>
    rulesDocument({ ...configuration, rules: [{ ...rule, basis: { kind: 'standard', document: 'GB 1', clause: 'clause 9.9', status } }] })
  expect(withClause('unverified')).not.toContain('clause 9.9')
  expect(withClause('verified')).toContain('clause 9.9')
})
