import type { Profile } from '../../../domain/profile.ts'
import type { UnitKind } from '../../../domain/unit.ts'
import type { DeviceFields } from '../../../stores/postgres/devices.ts'
import type { UnitFields } from '../../../stores/postgres/units.ts'
import { hashOf, shareOf } from '../chance.ts'

/** One sort of device a kind of unit has: how often, and where it hangs. */
interface Fitting {
  readonly profile: string
  /** Share of the units that have it. */
  readonly share: number
  readonly place: string
}

const fit = (profile: string, share: number, place: string): Fitting => ({ profile, share, place })

/** How many units of each kind carry devices, and which. */
const FITTINGS: Readonly<Record<UnitKind, { readonly units: number; readonly fittings: readonly Fitting[] }>> = {
  canteen: { units: 90, fittings: [fit('catering-chiller', 1, '后厨冷藏柜'), fit('catering-freezer', 0.6, '后厨冷冻柜'), fit('sample-fridge', 0.8, '留样间'), fit('hot-holding', 0.65, '售饭窗口保温台'), fit('kitchen-gas', 0.6, '灶间'), fit('camera', 0.8, '烹饪区'), fit('dry-store', 0.12, '主食库')] },
  catering: { units: 95, fittings: [fit('catering-chiller', 1, '后厨冷藏柜'), fit('catering-freezer', 0.6, '后厨冷冻柜'), fit('kitchen-gas', 0.55, '灶台上方'), fit('camera', 0.75, '操作间'), fit('special-room', 0.2, '凉菜间'), fit('hot-holding', 0.1, '出餐口')] },
  'central-kitchen': { units: 15, fittings: [fit('cold-store-chilled', 1, '冷藏库 1 号'), fit('cold-store-frozen', 1, '冷冻库 1 号'), fit('door', 1, '冷冻库门'), fit('kitchen-gas', 0.8, '热加工间'), fit('special-room', 0.8, '分装专间'), fit('camera', 1, '分装专间'), fit('hot-holding', 0.6, '成品保温区')] },
  'group-meal': { units: 25, fittings: [fit('cold-store-chilled', 1, '冷藏库'), fit('hot-holding', 1, '成品保温柜'), fit('kitchen-gas', 0.7, '热加工间'), fit('camera', 0.9, '分餐间'), fit('sample-fridge', 0.6, '留样间')] },
  retail: { units: 25, fittings: [fit('catering-chiller', 1, '冷藏展示柜'), fit('catering-freezer', 0.8, '卧式冷冻柜'), fit('camera', 0.3, '熟食区')] },
  market: { units: 10, fittings: [fit('chilled-meat', 1, '冷却肉间'), fit('cold-store-chilled', 0.5, '果蔬冷藏库'), fit('camera', 0.6, '熟食摊区')] },
  'cold-store': { units: 22, fittings: [fit('cold-store-frozen', 1, '1 号冻库'), fit('cold-store-frozen', 0.5, '2 号冻库'), fit('cold-store-chilled', 0.6, '冷藏间'), fit('ammonia', 0.6, '制冷机房'), fit('door', 1, '1 号冻库门')] },
  producer: { units: 10, fittings: [fit('cold-store-frozen', 0.6, '原料冻库'), fit('cold-store-chilled', 0.8, '成品冷藏库'), fit('camera', 0.8, '内包装间'), fit('dry-store', 0.5, '辅料库')] },
  workshop: { units: 8, fittings: [fit('catering-chiller', 1, '原料冷藏柜'), fit('dry-store', 0.5, '原料库')] },
}

/** Cameras that look into a special room name it so. */
const SPECIAL_ROOMS = new Set(['凉菜间', '分装专间', '分餐间', '内包装间'])
/** Gas detectors of the demonstration speak half as often as the profile's own, to spare the machine it runs on. */
const GAS_INTERVAL_S = 10

type Bearer = Pick<UnitFields, 'id' | 'kind'>

/** The devices of the demonstration: some 300 units carry about 1,100, the same at every call. */
export function makeFleet(all: Iterable<Bearer>, profiles: ReadonlyMap<string, Profile>): DeviceFields[] {
  const units = Array.from(all, ({ id, kind }): Bearer => ({ id, kind }))
  const left = new Map(Object.entries(FITTINGS).map(([kind, { units: count }]) => [kind, count]))
  const shuffled = units.slice(1).sort((a, b) => hashOf('fleet', a.id) - hashOf('fleet', b.id))
  const chosen = [...units.slice(0, 1), ...shuffled].filter(({ kind }) => {
    const rest = left.get(kind) ?? 0
    left.set(kind, rest - 1)
    return rest > 0
  })
  return chosen.flatMap((unit, i) => fittingsOf(unit, i === 0).map((fitting, n) => deviceOf(unit, fitting, n, profiles)))
}

/** Whether a camera looks into a special room. */
export function isSpecialRoom(place: string | null): boolean {
  return place !== null && SPECIAL_ROOMS.has(place)
}

/** The first unit, which visitors look at as its owner, has everything its kind can have. */
function fittingsOf(unit: Bearer, everything: boolean): Fitting[] {
  const { fittings } = FITTINGS[unit.kind]
  const own = fittings.filter(({ share, profile }, n) => everything || shareOf('fitting', unit.id, profile, n) < share)
  return everything ? [...own, fit('camera', 1, '分餐间'), fit('special-room', 1, '凉菜间')] : own
}

function deviceOf(unit: Bearer, fitting: Fitting, number: number, profiles: ReadonlyMap<string, Profile>): DeviceFields {
  const profile = profiles.get(fitting.profile)
  if (!profile) throw new Error(`no profile ${fitting.profile} is configured`)
  return {
    id: `${unit.id}-${fitting.profile}-${number + 1}`,
    unit: unit.id,
    profile: fitting.profile,
    place: fitting.place,
    interval: isGas(fitting.profile) ? GAS_INTERVAL_S : profile.interval,
    gateway: null,
    format: null, source: null, settings: null, calibratedAt: null, calibrationDays: null,
  }
}

function isGas(profile: string): boolean {
  return profile === 'kitchen-gas' || profile === 'ammonia'
}
