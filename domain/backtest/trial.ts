import { METRICS, type MetricName } from '../metrics.ts'
import type { Rule } from '../rule.ts'
import { newTrack } from '../judgement/chain.ts'
import { planOf, type JudgedDevice, type MetricPlan } from '../judgement/device.ts'
import { advance, openEpisode, takeReading } from '../judgement/fold.ts'
import { KINDS } from '../judgement/kinds.ts'
import { newDeviceState, type DeviceState, type Episode, type Fold, type Track } from '../judgement/state.ts'

/** Recorded values of one device and metric, oldest first, no time twice: parallel lists of epoch ms and value. */
export interface Recorded {
  readonly t: ArrayLike<number>
  readonly v: ArrayLike<number>
}

const CONTEXTS: readonly MetricName[] = ['door', 'power']

/** What a rule needs to be given of a device besides its own metric. */
export function contextsOf(rule: Rule): readonly MetricName[] {
  return KINDS[rule.kind].inContext === true ? CONTEXTS : []
}

/**
 * Tries one rule on what one device has recorded, with the folds of the live judgement. Since history is in order of
 * time, nothing is judged twice: what the live judgement corrects on the way ends at the same episodes. The device is
 * taken as it is now, its interval too.
 */
export class Trial {
  readonly #rule: Rule
  readonly #state: DeviceState
  readonly #track: Track
  readonly #plan: MetricPlan | undefined
  readonly #looksAlways: boolean
  #fold: Fold | null = null

  constructor(device: Pick<JudgedDevice, 'id' | 'intervalMs' | 'faultValues'>, rule: Rule) {
    this.#rule = rule
    this.#state = { ...newDeviceState(), intervalMs: device.intervalMs }
    this.#track = newTrack(rule)
    this.#plan = planOf({ ...device, ccp: false, rules: [rule] }).metrics[rule.metric]
    this.#looksAlways = KINDS[rule.kind].wakes === 'always' || METRICS[rule.metric].onChange
  }

  /** Takes what the door or the power said, to be called before the readings of the same span. Only changes are kept. */
  takeContext(metric: MetricName, { t, v }: Recorded): void {
    const window = (this.#state.windows[metric] ??= { t: [], v: [] })
    const last = window.t.length - 1
    if (last > 0) {
      window.t.splice(0, last)
      window.v.splice(0, last)
    }
    for (let i = 0; i < t.length; i++) {
      const value = v[i] ?? 0
      if (window.v.at(-1) === value) continue
      window.t.push(t[i] ?? 0)
      window.v.push(value)
    }
  }

  /** Takes further readings of the rule's metric, all later than those before; what ends is put into `ended`. */
  take({ t, v }: Recorded, ended: Episode[]): void {
    const plan = this.#plan
    if (plan === undefined) return
    const { floor, ceiling } = plan
    for (let i = 0; i < t.length; i++) {
      const value = v[i] ?? 0
      // In range of a rule that waits for a breach there is nothing to remember.
      if (this.#fold === null && !this.#looksAlways && value >= floor && value <= ceiling) continue
      this.#fold = takeReading(this.#state, this.#track, this.#fold, t[i] ?? 0, value, ended)
    }
  }

  /** Lets a value that holds until the next hold until `at`, and answers the episode that is still open then. */
  end(at: number, ended: Episode[]): Episode | null {
    if (this.#fold !== null && METRICS[this.#rule.metric].onChange && at > this.#fold.prev) this.#fold = advance(this.#track, this.#fold, at, ended)
    return openEpisode(this.#track, this.#fold)
  }
}

const HOUR = 3_600_000
const LONGEST_RUN_UP = 14 * 24 * HOUR

/** How long before the span that is tried a rule has to look for its clocks and windows to stand as they would have, in milliseconds. */
export function runUpOf(rule: Rule): number {
  const { process } = rule
  const lengths = [rule.window, rule.clear.for, ...rule.levels.map((level) => level.for)]
  if (process?.kind === 'cooling') lengths.push(process.stages.reduce((sum, stage) => sum + stage.within, 0))
  if (process?.kind === 'batch') lengths.push(process.hold)
  if (process?.kind === 'defrost') lengths.push(24 * HOUR)
  return Math.min(LONGEST_RUN_UP, Math.max(HOUR, 2 * Math.max(...lengths)))
}
