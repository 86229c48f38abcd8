import { describe, expect, it } from 'vitest'
import type { Incident, IncidentKind } from '../incidents/incident.ts'
import { compartmentOf, type Compartment } from './compartments.ts'
import { Refrigerator } from './refrigerator.ts'
import { Traffic } from './traffic.ts'

const NOON = Date.UTC(2026, 10, 22, 4)
const MINUTE = 60_000
const HOUR = 60 * MINUTE

function spaceOf(profile: string): Compartment {
  const space = compartmentOf(profile, `test-${profile}`)
  if (!space) throw new Error(`${profile} cools nothing`)
  return space
}

function refrigerator(profile: string, incidents: readonly Incident[] = []): Refrigerator {
  const space = spaceOf(profile)
  const near = (): readonly Incident[] => incidents
  return new Refrigerator(space, new Traffic({ seed: space.seed, ...space.traffic }, near), near)
}

const incident = (kind: IncidentKind, minutes: number, strength = 1): Incident =>
  ({ id: kind, kind, device: 'test', from: NOON, until: NOON + minutes * MINUTE, strength })

/** Temperatures each minute from noon on. */
function minutes(one: Refrigerator, count: number, from = NOON): number[] {
  return Array.from({ length: count }, (_, i) => one.stateAt(from + i * MINUTE).temperature)
}

describe('a refrigerator', () => {
  it('keeps about its setpoint and starts and stops its compressor again and again', () => {
    const one = refrigerator('catering-chiller')
    const running = Array.from({ length: 24 * 60 }, (_, i) => one.stateAt(NOON + i * MINUTE).running)
    const starts = running.filter((on, i) => on && running[i - 1] === false).length
    expect(starts).toBeGreaterThan(20)
    const day = minutes(refrigerator('catering-chiller'), 24 * 60)
    const mean = day.reduce((sum, value) => sum + value, 0) / day.length
    expect(Math.abs(mean - spaceOf('catering-chiller').setpoint)).toBeLessThan(1)
  })

  it('gives the same temperature at the same time, whatever was asked before', () => {
    const forwards = minutes(refrigerator('catering-freezer'), 26 * 60)
    for (const minute of [0, 1, 77, 500, 1_003, 1_559]) {
      expect(refrigerator('catering-freezer').stateAt(NOON + minute * MINUTE).temperature).toBe(forwards[minute])
    }
    const backwards = refrigerator('catering-freezer')
    backwards.stateAt(NOON + 20 * HOUR)
    expect(backwards.stateAt(NOON + 5 * HOUR).temperature).toBe(forwards[300])
  })

  it('defrosts two to six times a day, each time up to its peak', () => {
    for (const profile of ['catering-freezer', 'catering-chiller', 'cold-store-frozen']) {
      const { defrost } = spaceOf(profile)
      const times = 24 * HOUR / defrost.everyMs
      expect(times).toBeGreaterThanOrEqual(1.99)
      expect(times).toBeLessThanOrEqual(6.01)
      expect(Math.max(...minutes(refrigerator(profile), 24 * 60))).toBeGreaterThan(defrost.peak - 0.6)
    }
  })

  it('warms towards its surroundings without power and comes back with it', () => {
    const trend = minutes(refrigerator('catering-freezer', [incident('power', 120)]), 400)
    expect(trend[119]).toBeGreaterThan((trend[0] ?? 0) + 6)
    expect(trend[399]).toBeLessThan(-16)
  })

  it('gets warmer the longer its compressor fails', () => {
    const trend = minutes(refrigerator('catering-chiller', [incident('compressor', 90)]), 90)
    expect(trend[30]).toBeLessThan(trend[60] ?? 0)
    expect(trend[89]).toBeGreaterThan(8)
  })

  it('falls below its range where the thermostat sticks', () => {
    expect(Math.min(...minutes(refrigerator('catering-chiller', [incident('overcooling', 65)]), 90))).toBeLessThan(0)
  })

  it('feels an open door at once and warm goods for a while', () => {
    const door = minutes(refrigerator('catering-chiller', [incident('door', 10)]), 11)
    const load = minutes(refrigerator('catering-chiller', [incident('warm-load', 60)]), 20)
    expect((door[10] ?? 0) - (door[0] ?? 0)).toBeGreaterThan(3)
    expect(Math.max(...load) - (load[0] ?? 0)).toBeGreaterThan(2.5)
  })
})

describe('a door', () => {
  it('tells each of its changes, and opens more often before meals than at night', () => {
    const traffic = new Traffic({ seed: 'door', pace: 1, longest: 40 }, () => [])
    const openings = (from: number): number => {
      let count = 0
      for (let t = traffic.nextChange(from, from + 48 * HOUR); t !== null && t < from + 3 * HOUR; t = traffic.nextChange(t, t + 48 * HOUR)) {
        expect(traffic.isOpen(t)).not.toBe(traffic.isOpen(t - 1))
        if (traffic.isOpen(t)) count++
      }
      return count
    }
    const midnight = NOON - 12 * HOUR
    expect(openings(midnight + 9 * HOUR)).toBeGreaterThan(openings(midnight) + 5)
  })
})
