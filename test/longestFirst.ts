import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest, the longest first: begun late, one of them would run on alone when all others are done. */
const LONG = [
  'browser/inspection', 'integration/launch/refusals', 'integration/launch/supervision', 'browser/screen', 'integration/demo', 'integration/escalation', 'integration/feed',
  'integration/chaos', 'integration/outsideBroker', 'integration/year', 'browser/phone', 'browser/admin', 'browser/closedLoop', 'browser/duty', 'integration/gatewayStorm',
  'browser/roster', 'integration/detectionStorm', 'integration/backtest', 'integration/way', 'integration/gateways', 'integration/ruleChange', 'integration/live', 'integration/rubbish',
]

/** The order in which files begin. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return place < 0 ? LONG.length : place
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}
