import type { DeviceFields } from '../../../stores/postgres/devices.ts'
import type { Severity } from '../../../domain/severity.ts'
import { between, shareOf } from '../chance.ts'
import { isWorkingTime } from '../physics/beijing.ts'
import { crossingOf } from '../physics/gas.ts'
import { isSpecialRoom } from '../register/fleet.ts'
import type { Incident } from './incident.ts'
import { Turns } from './turns.ts'
import { doubtfulSighting, sightingFor, type DetectionRules, type Scene } from './sightings.ts'

/** One alert opens in every such span, milliseconds: nobody waits longer than a beat and its jitter for a new one. */
export const BEAT_MS = 10_000
const JITTER_MS = 3_000
/** Something a camera doubts comes this often. */
export const DOUBT_MS = 40_000
/** No beat begins longer before its alert opens than this, nor ends later after it. */
export const BEAT_REACH_MS = 20 * 60_000

type Beat = 'door' | 'gas' | Severity

/** A pattern of six minutes: mostly minor, one in six major, a critical one every two minutes. */
const PATTERN: readonly Beat[] = [
  'minor', 'major', 'minor', 'minor', 'door', 'minor', 'critical', 'minor', 'minor', 'major', 'minor', 'info',
  'minor', 'major', 'minor', 'minor', 'door', 'minor', 'critical', 'minor', 'minor', 'major', 'minor', 'minor',
  'minor', 'major', 'minor', 'minor', 'door', 'minor', 'gas', 'minor', 'minor', 'major', 'minor', 'info',
]
/** Of the beats of gas, this share is what the title says; the others are seen by a camera. */
const TRULY_GAS = 0.6

/** Minutes until a door alert of these profiles opens. */
const DOOR_ALERT_MINUTES: Readonly<Record<string, number>> = { door: 3, 'cold-store-frozen': 3, 'cold-store-chilled': 5, 'chilled-meat': 5, 'catering-freezer': 2, 'catering-chiller': 2, 'sample-fridge': 2 }
const MINUTE = 60_000

/** What happens so that there is always something new to see. Each beat follows from its number. */
export class Beats {
  readonly #rules: DetectionRules
  readonly #cameras: Turns
  readonly #doors: Turns
  readonly #gas: Turns

  constructor(fleet: readonly DeviceFields[], rules: DetectionRules) {
    this.#rules = rules
    const those = (fits: (profile: string) => boolean): Turns => new Turns(fleet.filter((device) => fits(device.profile)))
    this.#cameras = those((profile) => profile === 'camera')
    this.#doors = those((profile) => profile in DOOR_ALERT_MINUTES)
    this.#gas = those((profile) => profile === 'kitchen-gas' || profile === 'ammonia')
  }

  /** The incident whose alert opens in the beat of this number. */
  beat(number: number): Incident | null {
    const opens = Math.round(number * BEAT_MS + between(0, JITTER_MS, 'beat', number))
    const beat = PATTERN[number % PATTERN.length] ?? 'minor'
    if (beat === 'door') return this.#door(number, opens)
    if (beat === 'gas') return shareOf('gas?', number) < TRULY_GAS ? this.#leak(number, opens) : this.#seen(number, opens, 'critical')
    return this.#seen(number, opens, beat)
  }

  /** What a camera doubts, and no alert comes of. */
  doubt(number: number): Incident | null {
    const camera = this.#cameras.take(number * 7 + 3)
    if (!camera) return null
    const from = Math.round(number * DOUBT_MS + between(0, DOUBT_MS, 'doubt', number))
    const sighting = doubtfulSighting(this.#rules, sceneOf(camera, from), 'doubt', number)
    return { id: `doubt-${number}`, kind: 'sighting', device: camera.id, from, until: from + 15_000, strength: 0, sighting }
  }

  #seen(number: number, opens: number, severity: Severity): Incident | null {
    const camera = this.#cameras.take(number)
    if (!camera) return null
    const sighting = sightingFor(this.#rules, severity, sceneOf(camera, opens), 'beat', number)
    const lasts = Math.round(MINUTE * between(0.7, severity === 'critical' ? 4 : 5, 'lasts', number))
    return { id: `seen-${number}`, kind: 'sighting', device: camera.id, from: opens - sighting.confirmedAfter, until: opens + lasts, strength: 1, sighting }
  }

  #door(number: number, opens: number): Incident | null {
    const device = this.#doors.take(number)
    if (!device) return null
    const from = opens - (DOOR_ALERT_MINUTES[device.profile] ?? 3) * MINUTE
    return { id: `door-${number}`, kind: 'door', device: device.id, from, until: Math.round(opens + MINUTE * between(0.6, 3, 'shut', number)), strength: 1 }
  }

  #leak(number: number, opens: number): Incident | null {
    const device = this.#gas.take(number)
    if (!device) return null
    const kind = device.profile === 'kitchen-gas' && shareOf('fumes', number) < 0.2 ? 'carbon-monoxide' : 'leak'
    const leak: Incident = { id: `leak-${number}`, kind, device: device.id, from: opens, until: opens, strength: shareOf('strength', number) }
    return { ...leak, from: Math.round(opens - crossingOf(leak, device.profile)), until: Math.round(opens + MINUTE * between(0.7, 2.5, 'vented', number)) }
  }
}

function sceneOf(camera: DeviceFields, t: number): Scene {
  return { specialRoom: isSpecialRoom(camera.place), atWork: isWorkingTime(t) }
}
