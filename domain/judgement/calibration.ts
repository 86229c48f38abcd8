import type { AlertVerdict } from '../alert.ts'
import type { Severity } from '../severity.ts'
import type { JudgedDevice } from './device.ts'
import { NEVER, type DeviceState, type Episode } from './state.ts'
import { open, revise, type Subject } from './verdict.ts'

/**
 * A calibration that is due is a fault of the device, raised by our clock alone: `info` from the reminder on, `minor`
 * once it is overdue. It touches nothing that is measured, and is over as soon as the register knows a newer one.
 */
export function judgeCalibration(state: DeviceState, device: JudgedDevice, now: number, verdicts: AlertVerdict[]): void {
  const calibration = device.calibration ?? null
  const told = state.calibration
  const subject: Subject = { deviceId: device.id, ruleId: 'device-calibration-due', metric: null, type: 'calibration-due', review: null }
  if (calibration === null || now < calibration.remindAt) {
    if (told !== undefined) revise(subject, told, { ...told, lastSeenAt: now, resolvedAt: now }, verdicts)
    state.calibration = undefined
    return
  }
  const severity: Severity = now >= calibration.dueAt ? 'minor' : 'info'
  if (told !== undefined && told.breachedAt === calibration.remindAt && told.severity === severity) return
  const episode: Episode = {
    version: 1, severity, currentSeverity: severity, breachedAt: calibration.remindAt, openedAt: told?.openedAt ?? now,
    lastSeenAt: now, resolvedAt: null, value: null, limit: null, draftOrder: false,
  }
  state.calibration = told === undefined ? open(subject, state.ordinals, episode, verdicts) : revise(subject, told, episode, verdicts)
}

/** When, by our clock, there is next something to say of the calibration; null where nothing is to come. */
export function calibrationDue(state: DeviceState, device: JudgedDevice): number | null {
  const { calibration } = device
  const told = state.calibration
  if (!calibration) return told === undefined ? null : NEVER
  if (told === undefined) return calibration.remindAt
  if (told.breachedAt !== calibration.remindAt) return NEVER
  return told.severity === 'info' ? calibration.dueAt : null
}
