import { describe, expect, it } from 'vitest'
import { loadConfiguration } from '../../../config/load.ts'
import { checkLicence } from '../../../domain/licence.ts'
import { UNIT_KINDS } from '../../../domain/unit.ts'
import { checkUscc, usccWarnings } from '../../../domain/uscc.ts'
import { makeCity } from '../demoFeed.ts'
import { isInside, readShapes } from './geometry.ts'
import { UNIT_COUNT } from './units.ts'

const configuration = loadConfiguration()
const { region, profiles } = configuration
const shapes = readShapes(new URL(`../../../${region.geometry}`, import.meta.url))
const city = makeCity(configuration)
const { fleet } = city
const units = [...city.units()]

describe('the units of the demonstration', () => {
  it('are 34,432, each with an id of its own, in every district and of every kind', () => {
    expect(units).toHaveLength(34_432)
    expect(UNIT_COUNT).toBe(34_432)
    expect(new Set(units.map((unit) => unit.id)).size).toBe(units.length)
    expect(new Set(units.map((unit) => unit.district))).toEqual(new Set(region.districts.map((district) => district.code)))
    expect(new Set(units.map((unit) => unit.kind))).toEqual(new Set(UNIT_KINDS))
  })

  it('begin with the canteen that the enterprise user of the demonstration belongs to', () => {
    const own = configuration.demoUsers.flatMap(({ jurisdiction }) => (jurisdiction.scope === 'unit' ? [jurisdiction.unit] : []))
    expect(own).toEqual([units[0]?.id])
    expect(units[0]?.kind).toBe('canteen')
  })

  it('carry valid credit codes without oddities and valid licence numbers, none of them twice', () => {
    const wrong = units.filter(({ uscc, licence }) => checkUscc(uscc ?? '') !== null || usccWarnings(uscc ?? '').length > 0 || checkLicence(licence ?? '') !== null)
    expect(wrong).toEqual([])
    expect(new Set(units.map((unit) => unit.uscc)).size).toBe(units.length)
    expect(new Set(units.map((unit) => unit.licence)).size).toBe(units.length)
  })

  it('stand inside the shape of their district, denser about its seat than elsewhere', () => {
    const outside = units.filter(({ district, point }) => !isInside(shapes.get(district) ?? [], point))
    expect(outside).toEqual([])
    for (const { code, centre: [lng, lat] } of region.districts) {
      const here = units.filter((unit) => unit.district === code)
      const near = here.filter(({ point }) => Math.hypot(point[0] - lng, point[1] - lat) < 0.04)
      expect(near.length / here.length).toBeGreaterThan(0.3)
    }
  })

  it('have contacts whose telephone numbers nobody can hold', () => {
    expect(units.every(({ contacts }) => contacts.every(({ phone }) => /^000-\d{4}-\d{4}$/.test(phone)))).toBe(true)
  })

  it('are the same at every making', () => {
    expect([...city.units()]).toEqual(units)
  })
})

describe('the devices of the demonstration', () => {
  it('are 900 to 1,200, in 300 units, of the kinds of point that kitchens and cold stores have', () => {
    expect(fleet.length).toBeGreaterThanOrEqual(900)
    expect(fleet.length).toBeLessThanOrEqual(1_200)
    expect(new Set(fleet.map((device) => device.unit)).size).toBe(300)
    const kinds = new Set(fleet.map((device) => device.profile))
    expect([...kinds].filter((id) => !profiles.has(id))).toEqual([])
    expect(kinds.size).toBeGreaterThanOrEqual(13)
    expect(new Set(fleet.map((device) => device.id)).size).toBe(fleet.length)
  })

  it('stand in units that exist', () => {
    const known = new Set(units.map((unit) => unit.id))
    expect(fleet.filter(({ unit }) => unit === null || !known.has(unit))).toEqual([])
  })
})
