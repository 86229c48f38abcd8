import { Router } from 'express'
import { z } from 'zod'
import { GRADES, UNIT_KINDS, type Unit } from '../../domain/unit.ts'
import { within, type User } from '../../domain/user.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { findUnit, insertUnit, listUnits, updateUnit, type UnitFields } from '../../stores/postgres/units.ts'
import type { Context } from '../context.ts'
import { requireRole } from '../session/authenticate.ts'
import { pageAnswer, pageQuery, pageRequest, pathParameter, readBody, readQuery, userOf } from './input.ts'
import { describe, pageOf } from './openapi.ts'
import { Problem } from './problem.ts'
import { answerCreated, audit, changes, makeId } from './register.ts'
import { unitSchema } from './shapes.ts'
import { isDistrict, unitInput, unitPatch } from './unitInput.ts'

const filters = z.strictObject({
  ...pageQuery,
  district: z.string().max(6).optional(),
  kind: z.enum(UNIT_KINDS).optional(),
  grade: z.enum(GRADES).optional(),
  officer: z.string().max(64).optional(),
  tag: z.string().max(40).optional(),
  q: z.string().trim().max(100).optional(),
})

/** The register's units. */
export function unitRoutes(context: Context): Router {
  const router = Router()
  const writers = requireRole('admin', 'centre')

  router.get('/units', async (request, response) => {
    const query = readQuery(request, filters)
    response.json(pageAnswer(await listUnits(context.db, userOf(response).jurisdiction, query, pageRequest(query))))
  })
  router.get('/units/:id', async (request, response) => {
    response.json(await seen(context, pathParameter(request, 'id'), userOf(response)))
  })
  router.post('/units', writers, async (request, response) => {
    const { id = makeId('u'), ...rest } = readBody(request, unitInput)
    const unit = await createUnit(context, userOf(response), { id, ...rest })
    answerCreated(request, response, id, unit)
  })
  router.patch('/units/:id', writers, async (request, response) => {
    const patch = readBody(request, unitPatch)
    response.json(await changeUnit(context, userOf(response), pathParameter(request, 'id'), patch))
  })
  return router
}

async function seen(context: Context, id: string, user: User): Promise<Unit> {
  const unit = await findUnit(context.db, id, user.jurisdiction)
  if (!unit) throw new Problem('not-found')
  return unit
}

async function createUnit(context: Context, user: User, fields: UnitFields): Promise<Unit> {
  mayStand(context, user, fields)
  const at = context.clock()
  await transaction(context.db, async (client) => {
    if (!(await insertUnit(client, fields, at))) throw new Problem('duplicate', `There is a unit ${fields.id} already`)
    await audit(client, { by: user, at, action: 'unit.create', subject: `unit:${fields.id}`, detail: fields })
  })
  await context.register.announce('units', [fields.id])
  return seen(context, fields.id, user)
}

async function changeUnit(context: Context, user: User, id: string, patch: z.output<typeof unitPatch>): Promise<Unit> {
  const at = context.clock()
  await transaction(context.db, async (client) => {
    const before = await findUnit(client, id, user.jurisdiction, true)
    if (!before) throw new Problem('not-found')
    const after = { ...before, ...patch }
    mayStand(context, user, after)
    await updateUnit(client, after, at)
    await audit(client, { by: user, at, action: 'unit.change', subject: `unit:${id}`, detail: changes(before, after) })
  })
  await context.register.announce('units', [id])
  return seen(context, id, user)
}

/** A unit stands in a district of the city, and in the jurisdiction of whoever writes it. */
function mayStand(context: Context, user: User, unit: { id: string; district: string }): void {
  if (!isDistrict(context.configuration.region, unit.district)) {
    throw new Problem('unknown-district', `There is no district ${unit.district} in this city`, { errors: [{ path: 'district', type: 'unknown-district', detail: unit.district }] })
  }
  if (!within(user.jurisdiction, { unitId: unit.id, district: unit.district })) throw new Problem('outside-jurisdiction')
}

const path = '/api/v1/units'
describe(
  { method: 'get', path, tag: 'units', summary: 'Units, newest first', query: filters, answer: pageOf(unitSchema) },
  { method: 'post', path, tag: 'units', summary: 'Register a unit', roles: ['admin', 'centre'], body: unitInput, status: 201, answer: unitSchema },
  { method: 'get', path: `${path}/{id}`, tag: 'units', summary: 'One unit', answer: unitSchema },
  { method: 'patch', path: `${path}/{id}`, tag: 'units', summary: 'Change a unit', roles: ['admin', 'centre'], body: unitPatch, answer: unitSchema },
)
