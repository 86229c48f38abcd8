import { z } from 'zod'
import type { Profile } from '../../domain/profile.ts'
import type { User } from '../../domain/user.ts'
import { knownDevices, takenSources, type DeviceFields } from '../../stores/postgres/devices.ts'
import type { Queryable } from '../../stores/postgres/pool.ts'
import { knownUnits } from '../../stores/postgres/units.ts'
import { GATEWAY_FORMATS } from '../decoders/formats.ts'
import { controllerOf } from '../poll/controllerOf.ts'
import { isPulled } from '../pull/eventStream.ts'
import { calibratedAt, calibrationDays } from './calibrationInput.ts'
import { Problem } from './problem.ts'
import { identifier } from './shapes.ts'

export const GATEWAY = 'gateway'
/** A device that says nothing for longer than a week is no source of readings. */
const LONGEST_INTERVAL_S = 7 * 86_400
/** Devices that one gateway may speak for. */
const BEHIND_ONE_GATEWAY = 5_000

const interval = z.number().positive('an interval is more than 0 seconds').max(LONGEST_INTERVAL_S)
const place = z.string().trim().max(200).nullable()
const format = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'a format is a short name such as chirpstack')
const behind = z.array(identifier).max(BEHIND_ONE_GATEWAY)
const source = z.string().trim().min(1).max(200).nullable().meta({ description: 'What its gateway calls it, where that is not its id' })
const settings = z.strictObject({
  prefix: z.string().min(1).max(200).regex(/^[^#+]+$/, 'a prefix holds no wildcard').optional(),
  timeZone: z.string().refine(isTimeZone, 'no time zone of that name is known').optional(),
  connection: z.strictObject({
    address: z.url({ protocol: /^(https?|modbus)$/ }), username: z.string().max(200).optional(), password: z.string().max(200).optional(),
    interval: z.number().min(1).max(86_400).optional(),
  }).optional(),
  registers: z.array(z.record(z.string(), z.unknown())).max(200).optional(),
}).nullable().meta({ id: 'GatewaySettings' })

function isTimeZone(name: string): boolean {
  try {
    return new Date(0).toLocaleString('en', { timeZone: name }) !== ''
  } catch {
    return false
  }
}

/** What POST /devices takes. `unit` is needed except of a gateway; `format` and `devices` are a gateway's alone. */
export const deviceInput = z.strictObject({
  id: identifier,
  unit: identifier.nullable().optional(),
  profile: z.string().min(1).max(64),
  place: place.default(null),
  interval: interval.optional(),
  gateway: identifier.nullable().optional(),
  format: format.optional(),
  source: source.optional(),
  settings: settings.optional(),
  calibratedAt: calibratedAt.optional(),
  calibrationDays: calibrationDays.optional(),
  devices: behind.optional(),
}).meta({ id: 'DeviceInput' })
export type DeviceInput = z.output<typeof deviceInput>

/** What PATCH /devices/{id} takes: what is named changes, the rest stays. A gateway stays one, and nothing becomes one. */
export const devicePatch = z.strictObject({
  unit: identifier.nullable(), profile: z.string().min(1).max(64), place, interval, gateway: identifier.nullable(), format, source, settings, calibratedAt, calibrationDays, devices: behind,
}).partial().meta({ id: 'DevicePatch' })

const wrong = (path: string, detail: string): Problem => new Problem('invalid', `${path}: ${detail}`, { errors: [{ path, type: 'invalid', detail }] })
const unknown = (type: 'unknown-unit' | 'unknown-device' | 'unknown-profile' | 'unknown-format', path: string, detail: string): Problem =>
  new Problem(type, detail, { errors: [{ path, type, detail }] })

/** The device that an input describes, with the interval of its profile where it names none. */
export function describedDevice(profiles: ReadonlyMap<string, Profile>, input: DeviceInput): DeviceFields {
  const profile = profiles.get(input.profile)
  if (!profile) throw unknown('unknown-profile', 'profile', `There is no profile ${input.profile}; there are ${[...profiles.keys()].join(', ')}`)
  return {
    id: input.id, unit: input.unit ?? null, profile: profile.id, place: input.place, interval: input.interval ?? profile.interval,
    gateway: input.gateway ?? null, format: input.format ?? null, source: input.source ?? null, settings: input.settings ?? null,
    calibratedAt: input.calibratedAt ?? null, calibrationDays: input.calibrationDays ?? null,
  }
}

/** Refuses what does not fit together within the device itself. */
export function checkShape(device: DeviceFields, devices: readonly string[] | undefined): void {
  if (device.profile === GATEWAY) {
    if (device.format === null) throw wrong('format', `a gateway names the format of its messages: ${GATEWAY_FORMATS.join(', ')}`)
    if (!GATEWAY_FORMATS.includes(device.format)) throw unknown('unknown-format', 'format', `There is no format ${device.format}; there are ${GATEWAY_FORMATS.join(', ')}`)
    checkConnection(device)
    if (device.gateway !== null) throw wrong('gateway', 'a gateway stands behind no other')
    if (device.source !== null) throw wrong('source', 'a gateway is called by its id')
    if (devices?.includes(device.id)) throw wrong('devices', 'a gateway does not speak for itself as one of its devices')
    return
  }
  if (device.unit === null) throw wrong('unit', 'a device stands in a unit')
  if (device.format !== null) throw wrong('format', 'only a gateway has a format')
  if (device.settings !== null) throw wrong('settings', 'only a gateway has settings')
  if (devices !== undefined) throw wrong('devices', 'only a gateway speaks for devices')
}

/** Refuses settings by which we could not ask the gateway. */
function checkConnection({ format, settings }: Pick<DeviceFields, 'format' | 'settings'>): void {
  const { connection, registers } = settings ?? {}
  if (connection && /\/\/[^/?#]*@/.test(connection.address)) throw wrong('settings.connection.address', 'the user name and the password have fields of their own')
  if (format === 'modbus') {
    const read = controllerOf(settings ?? {})
    if (!('faults' in read)) return
    const errors = read.faults.map(({ path, detail }) => ({ path, type: 'invalid', detail }))
    throw new Problem('invalid', `${errors[0]?.path}: ${errors[0]?.detail}`, { errors })
  }
  if (registers !== undefined) throw wrong('settings.registers', 'only a gateway of the format modbus has registers')
  if (!connection) return
  if (!isPulled(format)) throw wrong('settings.connection', 'gateways of this format come to us and are not asked')
  if (!/^https?:/.test(connection.address)) throw wrong('settings.connection.address', 'write http://host or https://host')
}

/** What is said where a gateway calls another device by the same name. */
export const takenBy = (other: string, gateway: string): string => `${other} goes by this name behind ${gateway} already`

/** Refuses what names a unit or a device that is not there, or lies outside the jurisdiction of the writer. */
export async function checkReferences(db: Queryable, user: User, device: DeviceFields, devices: readonly string[] = []): Promise<void> {
  if (device.unit !== null && !(await knownUnits(db, [device.unit], user.jurisdiction)).has(device.unit)) {
    throw unknown('unknown-unit', 'unit', `There is no unit ${device.unit}`)
  }
  const named = [...devices, ...(device.gateway === null ? [] : [device.gateway])]
  const known = named.length > 0 ? await knownDevices(db, named, user.jurisdiction) : new Map<string, string>()
  const missing = devices.filter((id) => !known.has(id))
  if (missing.length > 0) throw unknown('unknown-device', 'devices', `Register these first: ${missing.slice(0, 20).join(', ')}`)
  const nested = devices.find((id) => known.get(id) === GATEWAY)
  if (nested !== undefined) throw wrong('devices', `${nested} is a gateway itself`)
  if (device.gateway === null) return
  if (!known.has(device.gateway)) throw unknown('unknown-device', 'gateway', `There is no gateway ${device.gateway}`)
  if (known.get(device.gateway) !== GATEWAY) throw wrong('gateway', `${device.gateway} is no gateway`)
  // The readings of one point can't go to two devices.
  const other = (await takenSources(db, [{ gateway: device.gateway, name: device.source ?? device.id, device: device.id }])).get(device.id)
  if (other !== undefined) {
    const detail = takenBy(other, device.gateway)
    throw new Problem('conflict', detail, { errors: [{ path: device.source === null ? 'gateway' : 'source', type: 'duplicate', detail }] })
  }
}
