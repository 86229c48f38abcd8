import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { issuesOf } from '../../domain/issues.ts'
import { ruleSchema } from '../../domain/writtenRule.ts'
import { inChinese } from './said.ts'

const RULE_FILES = ['rule', 'ruleChecks', 'ruleSense', 'ruleRange', 'ruleFit', 'ruleProcess', 'ruleLimit', 'detectionRule', 'detectionSense', 'duration', 'schedule'] as const
const TEXT = /(?:message: |\bat\(|, |\? |: )(?:'((?:[^'\\]|\\.)+)'|`([^`]+)`)/g

/** Every complaint that the code of a file can make, with something in the place of each value. */
function complaints(file: string): string[] {
  const code = readFileSync(new URL(`../../domain/${file}.ts`, import.meta.url), 'utf8').replaceAll(/description: '[^']+'/g, '')
  return [...code.matchAll(TEXT)]
    .map(([, plain, template]) => plain ?? (template ?? '').replaceAll(/\$\{rule\.metric\}/g, 'temperature').replaceAll(/\$\{direction\}/g, 'above').replaceAll(/\$\{ONE_LIMIT\}/g, 'give exactly one of above, below, atLeast, atMost and equals').replaceAll(/\$\{[^}]+\}/g, '7'))
    .filter((text) => text.split(' ').length > 2)
}

describe('what the server says, in Chinese', () => {
  it.each(RULE_FILES)('has a word for every complaint of %s', (file) => {
    expect(complaints(file).filter((text) => inChinese(text) === null)).toEqual([])
  })

  it('looks at complaints at all', () => {
    expect(RULE_FILES.flatMap(complaints).length).toBeGreaterThan(50)
  })

  it('has a word for what a schema says of a field', () => {
    const wrong = { id: 'A b', name: '', scope: { profiles: 'x', tags: [''] }, metric: 'warmth', mode: 'x', above: 'x', for: '5', colour: 1, enabled: 1, clear: { margin: -1 }, levels: [], process: { kind: 'x' }, basis: { kind: 'x' } }
    const said = [wrong, { ...wrong, type: 'X Y', minConfidence: 2, hits: 0, night: {} }, { name: 'x'.repeat(300) }].flatMap((rule) => {
      const { error } = ruleSchema.safeParse(rule)
      return error ? issuesOf(error).map(({ message }) => message) : []
    })
    expect(said.length).toBeGreaterThan(15)
    expect(said.filter((detail) => inChinese(detail) === null)).toEqual([])
  })

  it('carries over the values, names metrics and keeps the field', () => {
    expect(inChinese('900 lies outside what temperature can be: -60 to 200 °C')).toBe('900 超出温度可能的范围：-60 至 200 °C')
    expect(inChinese('levels.1.for: is longer than the window, so it could never be fulfilled')).toBe('levels.1.for：比时间窗还长，永远不会满足')
    expect(inChinese('something nobody has said before')).toBeNull()
  })
})
