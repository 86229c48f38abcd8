import type { AlertVerdict } from '../alert.ts'
import type { DeviceState, Episode, Known } from './state.ts'
import { SILENCE_RULE, severityOf, silenceEpisode } from './silence.ts'
import { open, revise, type Subject } from './verdict.ts'

/** What has arrived through a gateway, by our clock in epoch milliseconds. */
interface Life {
  readonly heard: number
  /** Times in which the gateway was silent, oldest first. */
  readonly pauses: readonly (readonly [number, number])[]
}

/** A gateway with those who stand behind it. */
export interface JudgedGateway {
  readonly id: string
  readonly limitMs: number
  /** Whether it speaks for a control point: then its silence becomes critical like that of one. */
  readonly ccp: boolean
  readonly devices: readonly string[]
}

/** Tells a device's state what is known of its gateway; needed before a silence of the device is judged. */
export function learnGateway(state: DeviceState, { heard, pauses }: Life, now: number): void {
  state.gateway = { heard, pauses: pauses.map(([from, to]) => [from, to]), askedAt: now }
}

/**
 * Judges the silence of a gateway: nothing has arrived from it or any of its devices. One alert stands for all of them and
 * lists them. Pauses that began before `since`, when our own ears may have been shut, are told only while they last.
 */
export function judgeGateway(state: DeviceState, gateway: JudgedGateway, life: Life, since: number, now: number): AlertVerdict[] {
  const verdicts: AlertVerdict[] = []
  const { silence } = state
  const subject: Subject = { deviceId: gateway.id, ruleId: SILENCE_RULE, metric: null, type: 'silence', review: null, affected: gateway.devices }
  state.lastArrival = Math.max(state.lastArrival, life.heard)
  let last: Known | undefined = silence.known.at(-1)
  if (last !== undefined && last.resolvedAt === null) {
    last = revise(subject, last, present(last, gateway, life, now), verdicts)
  }
  for (const [from, to] of life.pauses) {
    if (to - from <= gateway.limitMs || from < since || from <= (last?.breachedAt ?? -Infinity)) continue
    last = open(subject, state.ordinals, silenceEpisode(from, gateway.limitMs, to, severityOf(gateway, to - from, gateway.limitMs)), verdicts)
  }
  if (last?.resolvedAt !== null && now - Math.max(life.heard, since) >= gateway.limitMs) {
    last = open(subject, state.ordinals, silenceEpisode(life.heard, gateway.limitMs, null, severityOf(gateway, now - Math.max(life.heard, since), gateway.limitMs)), verdicts)
  }
  silence.known = last === undefined ? [] : [last]
  return verdicts
}

/** An open silence as it stands now: over with the first arrival after it. */
function present(last: Known, gateway: JudgedGateway, life: Life, now: number): Episode {
  const over = life.heard > last.breachedAt ? (life.pauses.find(([from]) => from >= last.breachedAt)?.[1] ?? life.heard) : null
  const silent = severityOf(gateway, (over ?? now) - last.breachedAt, gateway.limitMs)
  const severity = last.severity === 'critical' ? last.severity : silent
  return { ...last, severity, currentSeverity: severity, resolvedAt: over, lastSeenAt: over ?? last.lastSeenAt }
}
