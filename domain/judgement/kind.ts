import type { Rule } from '../rule.ts'
import type { Context } from './context.ts'
import type { Episode, Fold } from './state.ts'

/**
 * How one kind of rule folds the readings of its metric, in time order, into where it stands. Everything here is a
 * pure function of the readings and the rule: a fold may be cloned, written out as JSON and taken up again.
 */
export interface Kind {
  /** `always` where every reading is looked at; absent where it begins with a reading in breach of the loosest level. */
  readonly wakes?: 'always'
  /** Set where the door and the power of the same device matter. */
  readonly inContext?: true
  /** What the first reading begins; null where there is nothing to remember. */
  begin(rule: Rule, link: number, ts: number, value: number, context?: Context): Fold | null
  /**
   * Takes a later reading; changes `fold` in place and returns what remains. `counted` is the time since `fold.prev`
   * over which the condition is known: all of it, or none. A kind that is judged in context is given that of the reading. At most one episode ends and none opens beside it.
   */
  follow(fold: Fold, rule: Rule, ts: number, value: number, counted: number, ended: Episode[], context?: Context): Fold | null
  /** On-change metrics: lets the value hold until `to`, no later than the next moment of `due`. */
  pass(fold: Fold, rule: Rule, to: number): void
  /** On-change metrics: reaches levels, and clears, at `fold.prev`; returns what remains. */
  settle(fold: Fold, rule: Rule, ended: Episode[]): Fold | null
  /** On-change metrics: the next moment at which `settle` would change something, if the value holds; Infinity where none. */
  due(fold: Fold, rule: Rule): number
  /** Whether the condition of a level once reached holds now. */
  holds(fold: Fold, rule: Rule, level: number): boolean
}
