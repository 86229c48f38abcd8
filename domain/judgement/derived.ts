import type { Rule } from '../rule.ts'
import type { Kind } from './kind.ts'
import { isResting, resting } from './resting.ts'
import type { Fold } from './state.ts'
import { threshold } from './threshold.ts'

/** Takes one more reading into what is remembered, and returns the figure that the limit is held against. */
export type Measure = (memory: number[][], rule: Rule, ts: number, value: number) => number

/**
 * A kind whose limit is held not against the reading but against a figure made of it and of earlier ones. The figure
 * is judged as a value is by the plain threshold: levels, durations, gaps, clearing; the alert's worst value is the
 * worst figure. For sampled metrics only.
 */
export function derived(measure: Measure): Kind {
  return {
    ...threshold,
    wakes: 'always',
    begin(rule, link, ts, value) {
      const memory: number[][] = []
      const figure = measure(memory, rule, ts, value)
      return remembering(threshold.begin(rule, link, ts, figure) ?? resting(rule, link, ts), memory)
    },
    follow(fold, rule, ts, value, counted, ended) {
      const { memory = [], link } = fold
      const figure = measure(memory, rule, ts, value)
      const next = isResting(fold) ? threshold.begin(rule, link, ts, figure) : threshold.follow(fold, rule, ts, figure, counted, ended)
      return remembering(next ?? resting(rule, link, ts), memory)
    },
  }
}

function remembering(fold: Fold, memory: number[][]): Fold {
  fold.memory = memory
  return fold
}
