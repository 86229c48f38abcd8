import { expect, it } from 'vitest'
import { compileDetectionRule, detectionRuleSchema, type DetectionRule, type DetectionRuleInput } from '../detectionRule.ts'
import { SightingTrial, type RecordedEvent } from './sightingTrial.ts'

const START = Date.UTC(2026, 4, 1, 2)
const rule = (parts: Partial<DetectionRuleInput>): DetectionRule =>
  compileDetectionRule(detectionRuleSchema.parse({ id: 'tried', name: 'tried', type: 'phone_use', severity: 'minor', minConfidence: 0.6, persist: '10s', cooldown: '10m', ...parts }), 2)
const event = (id: string, at: number, seconds: number, parts: Partial<RecordedEvent> = {}): RecordedEvent =>
  ({ id, start: START + at * 1000, last: START + (at + seconds) * 1000, ended: true, confidence: 0.8, zone: null, track: 't', frames: null, ...parts })

function found(tried: DetectionRule, events: readonly RecordedEvent[], trusted = true): object[] {
  const trial = new SightingTrial({ id: 'cam', hours: null, trusted }, tried)
  for (const one of events) trial.take(one)
  return trial.end().map(({ breachedAt, openedAt, resolvedAt, version }) => ({ breachedAt: (breachedAt - START) / 1000, openedAt: (openedAt - START) / 1000, resolvedAt: resolvedAt && (resolvedAt - START) / 1000, version }))
}

it('raises on recorded events what the live judgement would have, by the time and the certainty the draft asks for', () => {
  const events = [event('a', 0, 15), event('b', 300, 40), event('c', 1_000, 5), event('d', 2_000, 900, { confidence: 0.65 })]
  expect(found(rule({}), events)).toEqual([{ breachedAt: 0, openedAt: 10, resolvedAt: 340, version: 2 }, { breachedAt: 2_000, openedAt: 2_010, resolvedAt: 2_900, version: 2 }])
  expect(found(rule({ persist: '3s' }), events)).toHaveLength(3)
  expect(found(rule({ minConfidence: 0.7 }), events)).toHaveLength(1)
  expect(found(rule({ cooldown: '1m' }), events)).toHaveLength(3)
})

it('sees events that overlap, and one that never ended, at their time', () => {
  expect(found(rule({}), [event('a', 0, 30), event('b', 5, 100, { ended: false }), event('c', 8, 2)])).toEqual([{ breachedAt: 0, openedAt: 10, resolvedAt: null, version: 2 }])
})

it('counts hits over the time of an event, and raises nothing for a camera nobody trusts', () => {
  const hits = rule({ persist: 0, hits: { count: 3, within: '30s' } })
  expect(found(hits, [event('short', 0, 1)])).toEqual([])
  expect(found(hits, [event('long', 0, 5)])).toMatchObject([{ openedAt: 2 }])
  expect(found(hits, [event('long', 0, 5)], false)).toEqual([])
})
