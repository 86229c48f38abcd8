import { makeLicence, type LicenceTemplate } from '../../../domain/licence.ts'
import type { District, Region } from '../../../domain/region.ts'
import type { Grade, UnitKind } from '../../../domain/unit.ts'
import { makeUscc } from '../../../domain/uscc.ts'
import type { UnitFields } from '../../../stores/postgres/units.ts'
import { Chance } from '../chance.ts'
import type { Polygon } from './geometry.ts'
import { makeAddress, makeContact, makeName } from './names.ts'
import { place, settle, type Settlement } from './settlement.ts'

/** As many units as the city's register is said to hold. */
export const UNIT_COUNT = 34_432

const SEED = 'mingjian-demo-1'

/** How the units spread over the districts; a district not named here counts as a small one. */
const DISTRICT_WEIGHTS: Readonly<Record<string, number>> = {
  131102: 19, 131103: 8, 131121: 8, 131122: 6.5, 131123: 4.5, 131124: 6, 131125: 7, 131126: 9, 131127: 10, 131128: 6, 131182: 11, 131171: 3.5, 131172: 2,
}
const SMALL_DISTRICT = 3

const KIND_WEIGHTS: readonly (readonly [UnitKind, number])[] = [
  ['retail', 40.5], ['catering', 41], ['workshop', 6], ['canteen', 6.2], ['producer', 2.2], ['market', 1.3], ['cold-store', 1], ['group-meal', 0.9], ['central-kitchen', 0.4],
]
const GRADE_WEIGHTS: readonly (readonly [Grade | null, number])[] = [['A', 22], ['B', 54], ['C', 17], ['D', 4], [null, 3]]

/** The unit that the enterprise's demo user belongs to. */
const FIRST_UNIT = { id: 'demo-unit-1', kind: 'canteen', name: '明鉴示范学校食堂（演示）' } as const

/**
 * Everything the demonstration registers, the same at every call. `shapes` are the districts' by code. One after the
 * other, so that nobody need hold them all.
 */
export function* eachUnit(region: Region, shapes: ReadonlyMap<string, readonly Polygon[]>): Generator<UnitFields> {
  const chance = new Chance(SEED, 'units')
  const settlements = new Map(region.districts.map((district) => [district.code, settlementOf(district, shapes)]))
  const weights = region.districts.map((district) => [district, DISTRICT_WEIGHTS[district.code] ?? SMALL_DISTRICT] as const)
  const papers = new Papers(region)
  const names = new Map<string, number>()
  for (let i = 0; i < UNIT_COUNT; i++) {
    const first = i === 0
    const district = first ? (region.districts[0] ?? chance.pickWeighted(weights)) : chance.pickWeighted(weights)
    const kind = first ? FIRST_UNIT.kind : chance.pickWeighted(KIND_WEIGHTS)
    const { point, town } = place(settlements.get(district.code) ?? settlementOf(district, shapes), chance)
    yield {
      id: `demo-unit-${i + 1}`,
      name: first ? FIRST_UNIT.name : unlike(makeName(kind, district.zh, chance), names),
      kind,
      district: district.code,
      point: [...point],
      uscc: papers.uscc(kind, district, chance),
      licence: papers.licence(kind, district, chance),
      grade: first ? 'A' : chance.pickWeighted(GRADE_WEIGHTS),
      address: makeAddress(district.zh, town, chance),
      contacts: [makeContact(i + 1, chance)],
      officer: null,
      tags: [],
      openingHours: null,
    }
  }
}

function settlementOf(district: District, shapes: ReadonlyMap<string, readonly Polygon[]>): Settlement {
  const shape = shapes.get(district.code)
  if (!shape) throw new Error(`the map has no shape for district ${district.code}`)
  return settle(shape, district.centre, new Chance(SEED, 'towns', district.code))
}

/** A name that is taken gets the number of the branch. */
function unlike(name: string, names: Map<string, number>): string {
  const times = (names.get(name) ?? 0) + 1
  names.set(name, times)
  return times === 1 ? name : `${name}（${times}店）`
}

/** Hands out credit codes and licence numbers, none of them twice. */
class Papers {
  readonly #region: Region
  readonly #serials = new Map<string, number>()

  constructor(region: Region) {
    this.#region = region
  }

  uscc(kind: UnitKind, district: District, chance: Chance): string {
    const big = kind !== 'catering' && kind !== 'retail' && kind !== 'workshop'
    const entity = kind === 'canteen' ? chance.pick(['12', '52', '91'] as const) : big || chance.share() < 0.15 ? '91' : '92'
    return makeUscc(this.#registrar(district), entity, 20_000_000 + this.#next('uscc'))
  }

  licence(kind: UnitKind, district: District, chance: Chance): string {
    const region = this.#registrar(district)
    if (kind === 'workshop') return `冀小作坊${region}${String(this.#next(`workshop${region}`)).padStart(6, '0')}`
    const template = templateOf(kind, chance)
    return makeLicence(template, region, this.#next(template + region))
  }

  /** A statistical zone issues nothing itself: the nearest district does. */
  #registrar(district: District): string {
    if (!district.statistical) return district.code
    const away = (other: District): number => Math.hypot(other.centre[0] - district.centre[0], other.centre[1] - district.centre[1])
    const real = this.#region.districts.filter((other) => !other.statistical).sort((a, b) => away(a) - away(b))
    return real[0]?.code ?? this.#region.code
  }

  #next(series: string): number {
    const serial = (this.#serials.get(series) ?? 0) + 1
    this.#serials.set(series, serial)
    return serial
  }
}

function templateOf(kind: Exclude<UnitKind, 'workshop'>, chance: Chance): LicenceTemplate {
  switch (kind) {
    case 'catering':
    case 'central-kitchen':
    case 'group-meal':
      return 'JY2'
    case 'canteen':
      return 'JY3'
    case 'retail':
      return chance.share() < 0.35 ? 'YB2' : 'JY1'
    case 'market':
    case 'cold-store':
      return 'JY1'
    case 'producer':
      return chance.pick(['SC101', 'SC103', 'SC104', 'SC105', 'SC106', 'SC124'] as const)
  }
}
