import type { AlertVerdict } from '../../domain/alert.ts'
import type { Detection, Heartbeat, Reading } from '../../domain/feed.ts'
import { judgeClock, judgeHeartbeat, judgeReading, newDeviceState, nextDue, readState, writeState, type DeviceState, type JudgedDevice, type Judgement } from '../../domain/judgement/judge.ts'
import type { MetricName } from '../../domain/metrics.ts'
import type { Rule } from '../../domain/rule.ts'

/** A minute, the interval of the devices built here, in milliseconds. */
export const MINUTE = 60_000

/** The moment from which tests count: a round one, so that failures read well. */
export const START = Date.UTC(2025, 2, 1)

/** Above 8 °C for 5 min, cleared by the first reading that is not in breach. */
export function buildRule(parts: Partial<Rule> = {}): Rule {
  return {
    id: 'fridge', version: 1, kind: 'threshold', metric: 'temperature', direction: 'above',
    levels: [{ severity: 'minor', limit: 8, for: 5 * MINUTE }], window: 0, clear: { margin: 0, for: 0 }, order: 'draft', ...parts,
  }
}

export function buildDevice(parts: Partial<JudgedDevice> = {}): JudgedDevice {
  return { id: 'd1', intervalMs: MINUTE, ccp: false, faultValues: {}, rules: [buildRule()], ...parts }
}

export function buildReading(ts: number, values: Partial<Record<MetricName, number>>, receivedAt = ts): Reading {
  return { kind: 'reading', device: 'd1', ts, receivedAt, values }
}

export function buildHeartbeat(ts: number, receivedAt = ts): Heartbeat {
  return { kind: 'heartbeat', device: 'd1', ts, receivedAt, online: true }
}

export function buildDetection(parts: Partial<Detection> & { ts: number }): Detection {
  return {
    kind: 'detection', device: 'd1', receivedAt: parts.ts, id: 'e1', phase: 'update', type: 'no_mask', confidence: 0.9,
    box: null, zone: null, track: '7', model: null, frames: null, snapshot: null, ...parts,
  }
}

/** An alert as the verdicts about it leave it. */
export type Told = Omit<AlertVerdict, 'event'>

/** Judges what a test sends, and keeps what is told as a recorder would. Minutes count from START. */
export class Bench {
  state: DeviceState = newDeviceState()
  device: JudgedDevice
  readonly verdicts: AlertVerdict[] = []
  /** Where true, the state is written out and read back before each call. */
  readonly written: boolean

  constructor(device: JudgedDevice = buildDevice(), written = true) {
    this.device = device
    this.written = written
  }

  reading(minute: number, values: Partial<Record<MetricName, number>>, receivedAt?: number): Judgement {
    return this.read(buildReading(START + minute * MINUTE, values, receivedAt))
  }

  /** One reading a minute from `minute` on. */
  temperatures(minute: number, ...values: number[]): this {
    values.forEach((temperature, i) => this.reading(minute + i, { temperature }))
    return this
  }

  read(reading: Reading): Judgement {
    this.#write()
    const judgement = judgeReading(this.state, this.device, reading)
    this.#keep(judgement.verdicts)
    return judgement
  }

  beat(minute: number, receivedAt?: number): AlertVerdict[] {
    this.#write()
    return this.#keep(judgeHeartbeat(this.state, this.device, buildHeartbeat(START + minute * MINUTE, receivedAt)))
  }

  clock(minute: number): AlertVerdict[] {
    this.#write()
    return this.#keep(judgeClock(this.state, this.device, START + minute * MINUTE))
  }

  /** Minutes from START, or null. */
  get due(): number | null {
    const due = nextDue(this.state, this.device)
    return due === null ? null : (due - START) / MINUTE
  }

  get events(): string[] {
    return this.verdicts.map((v) => v.event)
  }

  /** All alerts as last told, by when they were breached. */
  all(ruleId?: string): Told[] {
    const told = new Map<string, AlertVerdict>()
    for (const verdict of this.verdicts) {
      const before = told.get(verdict.id)
      if (verdict.revision !== (before?.revision ?? 0) + 1) throw new Error(`${verdict.id}: revision ${verdict.revision} follows ${before?.revision}`)
      if ((verdict.event === 'opened') !== (before === undefined)) throw new Error(`${verdict.id}: ${verdict.event} out of place`)
      if (before?.state === 'withdrawn') throw new Error(`${verdict.id}: told again after it was withdrawn`)
      told.set(verdict.id, verdict)
    }
    return [...told.values()].filter((v) => ruleId === undefined || v.ruleId === ruleId).sort((a, b) => a.breachedAt - b.breachedAt)
  }

  /** Those that stand. */
  alerts(ruleId?: string): Told[] {
    return this.all(ruleId).filter((a) => a.state !== 'withdrawn')
  }

  /** Times of the alerts that stand, in minutes from START. */
  spans(ruleId?: string): { breached: number; opened: number; resolved: number | null }[] {
    const minutes = (ts: number) => (ts - START) / MINUTE
    return this.alerts(ruleId).map((a) => ({ breached: minutes(a.breachedAt), opened: minutes(a.openedAt), resolved: a.resolvedAt === null ? null : minutes(a.resolvedAt) }))
  }

  #write(): void {
    if (this.written) this.state = readState(writeState(this.state))
  }

  #keep(verdicts: AlertVerdict[]): AlertVerdict[] {
    this.verdicts.push(...verdicts)
    return verdicts
  }
}
