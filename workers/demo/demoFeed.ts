import type { Logger } from 'pino'
import type { Configuration } from '../../config/load.ts'
import type { DeviceFields } from '../../stores/postgres/devices.ts'
import type { UnitFields } from '../../stores/postgres/units.ts'
import { between } from './chance.ts'
import { IncidentPlan } from './incidents/plan.ts'
import { detectionRulesOf } from './incidents/sightings.ts'
import { measuringOf } from './physics/point.ts'
import type { Credentials } from './register/credentials.ts'
import { makeFleet } from './register/fleet.ts'
import { readShapes } from './register/geometry.ts'
import { eachUnit } from './register/units.ts'
import { beginningOf, inOrder, strideOf } from './speaking/beginnings.ts'
import { CameraSource } from './speaking/cameraSource.ts'
import { DemoDevice } from './speaking/demoDevice.ts'
import { Fleet } from './speaking/fleet.ts'
import type { Progress } from './speaking/progress.ts'
import { SensorSource } from './speaking/sensorSource.ts'
import type { Source } from './speaking/source.ts'

/** The made-up city: its units and the devices of those that have some. */
export interface DemoCity {
  /** Made anew at each call, one after the other. */
  readonly units: () => Iterable<UnitFields>
  readonly fleet: readonly DeviceFields[]
}

export function makeCity({ region, profiles }: Pick<Configuration, 'region' | 'profiles'>): DemoCity {
  const shapes = readShapes(new URL(`../../${region.geometry}`, import.meta.url))
  const units = () => eachUnit(region, shapes)
  return { units, fleet: makeFleet(units(), profiles) }
}

/** What a device of the city says, by time. */
export function sourceOf(device: DeviceFields, plan: IncidentPlan): Source {
  const incidents = (t: number) => plan.near(device.id, t)
  const measuring = device.profile === 'camera' ? null : measuringOf(device, incidents)
  return measuring ? new SensorSource(device, measuring, incidents) : new CameraSource(device, incidents)
}

export interface DemoFeedParts {
  readonly fleet: readonly DeviceFields[]
  readonly configuration: Pick<Configuration, 'rules'>
  readonly credentials: Credentials
  readonly progress: Progress
  /** The broker's. */
  readonly url: string
  readonly clock: () => number
  readonly log: Logger
}

/** The devices of the demonstration, ready to start. */
export function makeDemoFeed({ fleet, configuration, credentials, progress, url, clock, log }: DemoFeedParts): Fleet {
  const plan = new IncidentPlan(fleet, detectionRulesOf(configuration.rules))
  const [now, toldUntil] = [clock(), progress.read()]
  const onTrouble = (device: string, reason: string): void => log.debug({ device, reason }, 'a demo device has no connection')
  const devices = inOrder(fleet).map((device) => new DemoDevice({
    id: device.id, token: credentials.tokenOf(device.id), url, source: sourceOf(device, plan), saidUntil: beginningOf(device, now, toldUntil),
    stride: strideOf(device), reconnect: Math.round(between(1_000, 4_000, device.id, 'reconnect')), onTrouble,
  }))
  return new Fleet(devices, clock, (until) => progress.write(until))
}
