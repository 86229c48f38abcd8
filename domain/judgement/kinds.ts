import type { RuleKind } from '../rule.ts'
import { batch } from './batch.ts'
import { change } from './change.ts'
import { cooling } from './cooling.ts'
import { cumulative } from './cumulative.ts'
import { defrostFault } from './defrostFault.ts'
import { degreeMinutes } from './degreeMinutes.ts'
import type { Kind } from './kind.ts'
import { meanKinetic } from './meanKinetic.ts'
import { threshold } from './threshold.ts'
import { tolerant } from './tolerant.ts'

export const KINDS: Record<RuleKind, Kind> = {
  threshold, tolerant, cumulative, change, batch, cooling, defrost: defrostFault, 'degree-minutes': degreeMinutes, 'mean-kinetic': meanKinetic,
}
