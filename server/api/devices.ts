import { Router } from 'express'
import { z } from 'zod'
import type { User } from '../../domain/user.ts'
import { findDevice, insertDevices, listDevices, setBehindGateway, setDeviceToken, updateDevice, type DeviceView } from '../../stores/postgres/devices.ts'
import { newestReadings } from '../../stores/postgres/history.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import type { Context } from '../context.ts'
import { hashToken } from '../register/deviceRegister.ts'
import { requireRole } from '../session/authenticate.ts'
import { makeToken } from '../session/password.ts'
import { checkCalibration } from './calibrationInput.ts'
import { checkReferences, checkShape, describedDevice, deviceInput, devicePatch, GATEWAY, type DeviceInput } from './deviceInput.ts'
import { pageAnswer, pageQuery, pageRequest, pathParameter, readBody, readQuery, userOf } from './input.ts'
import { describe, pageOf } from './openapi.ts'
import { Problem } from './problem.ts'
import { answerCreated, audit, changes } from './register.ts'
import { keepingPassword, withoutPassword } from './gatewaySettings.ts'
import { deviceSchema } from './shapes.ts'

const filters = z.strictObject({
  ...pageQuery,
  unit: z.string().max(64).optional(),
  profile: z.string().max(64).optional(),
  gateway: z.string().max(64).optional(),
  district: z.string().max(6).optional(),
  q: z.string().trim().max(100).optional(),
})
const heardDevice = deviceSchema.extend({ lastReadingAt: z.iso.datetime().nullable().meta({ description: 'Time of its newest reading; null where none has come, as of cameras and gateways' }) }).meta({ id: 'HeardDevice' })
const withToken = deviceSchema.extend({ token: z.string().meta({ description: 'The credential of the device; shown this once' }) }).meta({ id: 'NewDevice' })

/** The register's sensing points, cameras and gateways. */
export function deviceRoutes(context: Context): Router {
  const router = Router()
  const writers = requireRole('admin', 'centre')

  router.get('/devices', async (request, response) => {
    const query = readQuery(request, filters)
    const page = await listDevices(context.db, userOf(response).jurisdiction, query, pageRequest(query))
    response.json(pageAnswer({ ...page, items: await heard(context, page.items.map(withoutPassword)) }))
  })
  router.get('/devices/:id', async (request, response) => {
    const [device] = await heard(context, [await seen(context, pathParameter(request, 'id'), userOf(response))])
    response.json(device)
  })
  router.post('/devices', writers, async (request, response) => {
    const { device, token } = await createDevice(context, userOf(response), readBody(request, deviceInput))
    answerCreated(request, response, device.id, { ...device, token })
  })
  router.patch('/devices/:id', writers, async (request, response) => {
    const patch = readBody(request, devicePatch)
    response.json(await changeDevice(context, userOf(response), pathParameter(request, 'id'), patch))
  })
  router.post('/devices/:id/token', writers, async (request, response) => {
    const id = pathParameter(request, 'id')
    const token = await rotateToken(context, userOf(response), id)
    response.status(201).json({ ...(await seen(context, id, userOf(response))), token })
  })
  return router
}

/** Each with the time of its newest reading. */
async function heard({ db }: Context, devices: readonly DeviceView[]): Promise<(DeviceView & { lastReadingAt: string | null })[]> {
  const newest = await newestReadings(db, devices.map(({ id }) => id))
  return devices.map((device) => {
    const at = newest.get(device.id)
    return { ...device, lastReadingAt: at === undefined ? null : new Date(at).toISOString() }
  })
}

async function seen(context: Context, id: string, user: User): Promise<DeviceView> {
  const device = await findDevice(context.db, id, user.jurisdiction)
  if (!device) throw new Problem('not-found')
  return withoutPassword(device)
}

async function createDevice(context: Context, user: User, input: DeviceInput): Promise<{ device: DeviceView; token: string }> {
  const fields = describedDevice(context.configuration.profiles, input)
  const at = context.clock()
  checkShape(fields, input.devices)
  checkCalibration(fields, context.configuration.profiles.get(fields.profile), at)
  const token = makeToken('mjd')
  const moved = await transaction(context.db, async (client) => {
    await checkReferences(client, user, fields, input.devices)
    const created = await insertDevices(client, [{ ...fields, tokenHash: hashToken(token) }], at)
    if (created.size === 0) throw new Problem('duplicate', `There is a device ${fields.id} already`)
    const behind = fields.profile === GATEWAY ? await setBehindGateway(client, fields.id, input.devices ?? [], at) : []
    await audit(client, { by: user, at, action: 'device.create', subject: `device:${fields.id}`, detail: { ...withoutPassword(fields), devices: input.devices } })
    return behind
  })
  await context.register.announce('devices', [fields.id, ...moved])
  // Read without the jurisdiction: a new gateway without devices lies in nobody's but the city's.
  return { device: await seen(context, fields.id, { ...user, jurisdiction: { scope: 'city' } }), token }
}

async function changeDevice(context: Context, user: User, id: string, { devices, ...patch }: z.output<typeof devicePatch>): Promise<DeviceView> {
  const at = context.clock()
  const moved = await transaction(context.db, async (client) => {
    const before = await findDevice(client, id, user.jurisdiction, true)
    if (!before) throw new Problem('not-found')
    if (patch.profile !== undefined && (patch.profile === GATEWAY) !== (before.profile === GATEWAY)) {
      throw new Problem('conflict', 'A gateway stays a gateway, and nothing else becomes one: register a new device')
    }
    const after = { ...before, ...patch, settings: keepingPassword(before, patch.settings) }
    describedDevice(context.configuration.profiles, { ...after, interval: after.interval ?? undefined, format: after.format ?? undefined, devices })
    checkShape(after, devices)
    checkCalibration(after, context.configuration.profiles.get(after.profile), at)
    await checkReferences(client, user, after, devices)
    await updateDevice(client, after, at)
    const behind = devices ? await setBehindGateway(client, id, devices, at) : []
    await audit(client, { by: user, at, action: 'device.change', subject: `device:${id}`, detail: changes(withoutPassword(before), { ...withoutPassword(after), ...(devices ? { devices } : {}) }) })
    return behind
  })
  await context.register.announce('devices', [id, ...moved])
  return seen(context, id, user)
}

async function rotateToken(context: Context, user: User, id: string): Promise<string> {
  const token = makeToken('mjd')
  const at = context.clock()
  await transaction(context.db, async (client) => {
    if (!(await findDevice(client, id, user.jurisdiction, true))) throw new Problem('not-found')
    await setDeviceToken(client, id, hashToken(token), at)
    await audit(client, { by: user, at, action: 'device.token', subject: `device:${id}` })
  })
  await context.register.announce('devices', [id])
  return token
}

const path = '/api/v1/devices'
const roles = ['admin', 'centre'] as const
describe(
  { method: 'get', path, tag: 'devices', summary: 'Devices, newest first', query: filters, answer: pageOf(heardDevice) },
  { method: 'post', path, tag: 'devices', summary: 'Register a device or a gateway', roles, body: deviceInput, status: 201, answer: withToken },
  { method: 'get', path: `${path}/{id}`, tag: 'devices', summary: 'One device', answer: heardDevice },
  { method: 'patch', path: `${path}/{id}`, tag: 'devices', summary: 'Change a device', roles, body: devicePatch, answer: deviceSchema },
  { method: 'post', path: `${path}/{id}/token`, tag: 'devices', summary: 'Give the device a new credential; the old one ends', roles, status: 201, answer: withToken },
)
