import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, MINUTE, START } from '../../test/builders/judgement.ts'
import { calibrationOf } from '../calibration.ts'

const DAY = 24 * 60
const at = (day: number): number => START + day * DAY * MINUTE
/** Minutes to days from START. */
const spans = (b: Bench) => b.spans('device-calibration-due').map((s) => ({ breached: s.breached / DAY, opened: s.opened / DAY, resolved: s.resolved === null ? null : s.resolved / DAY }))
const bench = (day: number, period: number | null = null) => new Bench(buildDevice({ calibration: calibrationOf(at(day), period) }))
const calibrated = (b: Bench, day: number | null, period: number | null = null): void => void (b.device = { ...b.device, calibration: calibrationOf(day === null ? null : at(day), period) })

describe('a calibration', () => {
  it('is asked for thirty days before the year is over, and is a fault once it is', () => {
    const b = bench(0)
    expect(b.due).toBe(335 * DAY)
    b.clock(335 * DAY - 1)
    expect(b.alerts()).toEqual([])
    b.clock(335 * DAY)
    expect(b.alerts()).toMatchObject([{ id: 'd1~device-calibration-due~1', type: 'calibration-due', metric: null, severity: 'info', draftOrder: false, review: null, value: null, limit: null, state: 'open' }])
    expect(b.due).toBe(365 * DAY)
    b.clock(365 * DAY)
    expect(b.alerts()).toMatchObject([{ severity: 'minor', currentSeverity: 'minor', draftOrder: false }])
    expect(b.events).toEqual(['opened', 'escalated'])
    expect(b.due).toBeNull()
  })

  it('clears the alert when a new one is entered, and the next comes a year later', () => {
    const b = bench(0)
    b.clock(370 * DAY)
    calibrated(b, 371)
    expect(b.due).toBeLessThan(0)
    b.clock(372 * DAY)
    expect(spans(b)).toEqual([{ breached: 335, opened: 370, resolved: 372 }])
    expect(b.state.calibration).toBeUndefined()
    b.clock((371 + 335) * DAY)
    expect(b.alerts().map((a) => [a.id, a.severity])).toEqual([['d1~device-calibration-due~1', 'minor'], ['d1~device-calibration-due~2', 'info']])
  })

  it('goes on as one alert where the date is only put right', () => {
    const b = bench(0)
    b.clock(400 * DAY)
    calibrated(b, 20)
    b.clock(401 * DAY)
    calibrated(b, 60)
    b.clock(402 * DAY)
    expect(spans(b)).toEqual([{ breached: 395, opened: 400, resolved: null }])
    expect(b.alerts()[0]).toMatchObject({ severity: 'info' })
    expect(b.events).toEqual(['opened', 'corrected', 'corrected'])
  })

  it('that is forgotten, or was never entered, raises nothing', () => {
    const b = bench(0)
    b.clock(400 * DAY)
    calibrated(b, null)
    b.clock(401 * DAY)
    expect(spans(b)).toEqual([{ breached: 335, opened: 400, resolved: 401 }])
    const never = new Bench(buildDevice())
    never.clock(4_000 * DAY)
    expect([never.alerts(), never.due]).toEqual([[], null])
  })

  it('of a short period is asked for in its last quarter', () => {
    const b = bench(0, 20)
    expect(b.due).toBe(15 * DAY)
  })

  it('neither shifts nor holds back what is found of the food', () => {
    const spoilt = (device: Bench): unknown => {
      for (let minute = 0; minute < 20; minute++) {
        device.reading(400 * DAY + minute, { temperature: minute < 10 ? 12 : 4 })
        device.clock(400 * DAY + minute)
      }
      return device.alerts('fridge')
    }
    expect(spoilt(bench(0))).toEqual(spoilt(new Bench(buildDevice())))
  })
})
