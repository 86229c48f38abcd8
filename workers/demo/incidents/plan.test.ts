import { describe, expect, it } from 'vitest'
import { loadConfiguration } from '../../../config/load.ts'
import { makeCity } from '../demoFeed.ts'
import { BEAT_MS, Beats } from './beats.ts'
import { IncidentPlan } from './plan.ts'
import { detectionRulesOf } from './sightings.ts'

const configuration = loadConfiguration()
const { fleet } = makeCity(configuration)
const rules = detectionRulesOf(configuration.rules)
const NOON = Date.UTC(2026, 10, 22, 4)
const HOUR = 3_600_000

describe('the plan of incidents', () => {
  it('is the same for every plan, and whatever was asked before', () => {
    const [one, other] = [new IncidentPlan(fleet, rules), new IncidentPlan(fleet, rules)]
    other.near(fleet[3]?.id ?? '', NOON - 30 * HOUR)
    for (const { id } of fleet.slice(0, 60)) expect(other.near(id, NOON)).toEqual(one.near(id, NOON))
  })

  it('tells of one incident alike on both sides of where it is looked up', () => {
    const plan = new IncidentPlan(fleet, rules)
    const boundary = Math.ceil(NOON / (3 * HOUR)) * 3 * HOUR
    for (const { id } of fleet) {
      const across = (t: number) => plan.near(id, t).filter((one) => one.from < boundary && one.until > boundary)
      expect(across(boundary)).toEqual(across(boundary - 1))
    }
  })

  it('has something wrong with devices of every sort at any time of day', () => {
    const plan = new IncidentPlan(fleet, rules)
    for (let hour = 0; hour < 24; hour += 6) {
      const at = NOON + hour * HOUR
      const kinds = new Set(fleet.flatMap(({ id }) => plan.near(id, at).filter((one) => one.from <= at && at < one.until).map((one) => one.kind)))
      for (const kind of ['compressor', 'heater', 'sighting', 'warm-load', 'door']) expect(kinds).toContain(kind)
    }
  })

  it('lets something open in every beat, mostly minor, and something critical every two minutes', () => {
    const beats = new Beats(fleet, rules)
    const first = Math.floor(NOON / BEAT_MS)
    const hour = Array.from({ length: HOUR / BEAT_MS }, (_, i) => beats.beat(first + i))
    expect(hour.every((one) => one !== null)).toBe(true)
    const critical = hour.filter((one) => one && (one.kind === 'leak' || one.kind === 'carbon-monoxide' || rules.get(one.sighting?.type ?? '')?.severity === 'critical'))
    expect(critical.length).toBeGreaterThanOrEqual(25)
    expect(critical.length).toBeLessThanOrEqual(45)
  })
})
