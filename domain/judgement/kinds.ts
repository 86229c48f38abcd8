import type { RuleKind } from '../rule.ts'
import { change } from './change.ts'
import { cumulative } from './cumulative.ts'
import type { Kind } from './kind.ts'
import { threshold } from './threshold.ts'
import { tolerant } from './tolerant.ts'

export const KINDS: Record<RuleKind, Kind> = { threshold, tolerant, cumulative, change }
