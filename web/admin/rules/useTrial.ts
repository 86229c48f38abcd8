import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { RuleInput } from '../../../domain/writtenRule.ts'
import type { Severity } from '../../../domain/severity.ts'
import { postLines } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import { asJson } from './draft.ts'

export interface TrialBreach {
  deviceId: string
  severity: Severity
  breachedAt: string
  openedAt: string
  resolvedAt: string | null
  value: number | null
  limit: number | null
}

export interface TrialDevice {
  device: string
  place: string | null
  unitName: string | null
  readings: number
  would: number
  inForce: number | null
  were: number
}

/** What a backtest answers last. */
export interface TrialResult {
  type: 'result'
  from: string
  to: string
  readings: number
  seconds: number
  covered: number
  tried: number
  comparedWith: 'rule' | 'metric' | 'type'
  would: number
  were: number
  inForce: number | null
  devices: TrialDevice[]
  alerts: (TrialBreach & { was: boolean })[]
  raised: (TrialBreach & { id: string; ruleName: string; would: boolean })[]
}

type Line = { type: 'progress'; share: number; readings: number } | TrialResult | { type: 'problem'; problem: string; status: number; detail: string }

export interface TrialRequest {
  readonly rule: RuleInput
  readonly from: number
  readonly to: number
  readonly devices: readonly string[]
}

export interface Trial {
  readonly state: ShallowRef<'idle' | 'running' | 'stopped' | 'done' | 'failed'>
  readonly progress: ShallowRef<{ share: number; readings: number }>
  readonly result: ShallowRef<TrialResult | null>
  /** The draft that the result is about, as JSON. */
  readonly about: ShallowRef<string | null>
  readonly problem: ShallowRef<ApiProblem | null>
  run(request: TrialRequest): Promise<void>
  stop(): void
}

/** One trial at a time; leaving the page ends it. */
export function useTrial(): Trial {
  const state = shallowRef<Trial['state']['value']>('idle')
  const progress = shallowRef({ share: 0, readings: 0 })
  const result = shallowRef<TrialResult | null>(null)
  const about = shallowRef<string | null>(null)
  const problem = shallowRef<ApiProblem | null>(null)
  let going: AbortController | null = null

  function take(line: Line): void {
    if (line.type === 'progress') progress.value = { share: line.share, readings: line.readings }
    else if (line.type === 'problem') throw new ApiProblem(line.status, line.problem, line.detail)
    else result.value = line
  }

  async function run({ rule, from, to, devices }: TrialRequest): Promise<void> {
    going?.abort()
    const mine = (going = new AbortController())
    state.value = 'running'
    progress.value = { share: 0, readings: 0 }
    problem.value = null
    result.value = null
    about.value = asJson(rule)
    try {
      await postLines('/rules/backtest', { rule, from, to, ...(devices.length > 0 ? { devices } : {}) }, mine.signal, (line) => take(line as Line))
      if (going === mine) state.value = result.value ? 'done' : 'failed'
    } catch (error) {
      if (going !== mine || mine.signal.aborted) return
      problem.value = error instanceof ApiProblem ? error : new ApiProblem(0, 'unreachable', String(error))
      state.value = 'failed'
    }
  }
  function stop(): void {
    going?.abort()
    if (state.value === 'running') state.value = 'stopped'
  }
  onScopeDispose(stop)
  return { state, progress, result, about, problem, run, stop }
}
