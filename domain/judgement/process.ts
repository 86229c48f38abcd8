import type { Rule } from '../rule.ts'
import type { Process, ProcessOf } from '../ruleProcess.ts'
import { episodeOf, reachLevel } from './episode.ts'
import type { Kind } from './kind.ts'
import { resting } from './resting.ts'
import type { Episode, Fold } from './state.ts'

/** Takes one reading into a fold that is always there, and changes it in place. */
export type Step<P extends Process> = (fold: Fold, rule: Rule, process: P, reading: ProcessReading, ended: Episode[]) => void

export interface ProcessReading {
  readonly ts: number
  readonly value: number
  /** Time since the reading before that counts: all of it, or none. */
  readonly counted: number
  /** Whether the condition over that time is known. */
  readonly known: boolean
  readonly isDoorOpen: boolean
}

/** A kind that follows a course of readings: it looks at each, of sampled metrics only, and has one alert at a time. */
export function processKind<K extends Process['kind']>(name: K, memory: (rule: Rule) => number[][], step: Step<ProcessOf<K>>): Kind {
  const kind: Kind = {
    wakes: 'always',
    begin(rule, link, ts, value, context) {
      return kind.follow({ ...resting(rule, link, ts), memory: memory(rule) }, rule, ts, value, 0, [], context)
    },
    follow(fold, rule, ts, value, counted, ended, context) {
      const process = rule.process
      if (process === undefined || !isOf(process, name)) return null
      const reading = { ts, value, counted, known: counted === ts - fold.prev, isDoorOpen: context !== undefined && context.openSince !== null }
      step(fold, rule, process, reading, ended)
      fold.prev = ts
      return fold
    },
    pass: () => undefined,
    settle: (fold) => fold,
    due: () => Infinity,
    holds: () => true,
  }
  return kind
}

export function openAlert(fold: Fold, rule: Rule, level: number, alert: { breachedAt: number; openedAt: number; lastSeen: number; worst: number }): void {
  Object.assign(fold, alert, { openedAt: null })
  reachLevel(fold, rule, level, alert.openedAt)
}

export function endAlert(kind: Kind, fold: Fold, rule: Rule, ts: number, ended: Episode[]): void {
  if (fold.openedAt === null) return
  ended.push(episodeOf(kind, fold, rule, ts))
  Object.assign(fold, { openedAt: null, reached: 0, chief: -1, clearing: -1 })
}

function isOf<K extends Process['kind']>(process: Process, kind: K): process is ProcessOf<K> {
  return process.kind === kind
}
