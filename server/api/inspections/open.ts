import { Router } from 'express'
import { z } from 'zod'
import { INSPECTION_SOURCES, type InspectionDossier, type Participant } from '../../../domain/inspection.ts'
import type { Checklist } from '../../../domain/inspection/checklist.ts'
import { INSPECTION_OPENERS } from '../../../domain/inspection/transitions.ts'
import { orderText } from '../../../domain/order/input.ts'
import { OFFICERS } from '../../../domain/order/transitions.ts'
import type { Unit } from '../../../domain/unit.ts'
import { within, type Role, type User } from '../../../domain/user.ts'
import { findAlert } from '../../../stores/postgres/alerts.ts'
import { findOrder } from '../../../stores/postgres/orders.ts'
import { inspectionEvent, insertInspection } from '../../../stores/postgres/inspections.ts'
import { appendLiveEvents } from '../../../stores/postgres/liveEvents.ts'
import { transaction, type Client } from '../../../stores/postgres/pool.ts'
import { findUnit } from '../../../stores/postgres/units.ts'
import { findCredentials } from '../../../stores/postgres/users.ts'
import { requireRole } from '../../session/authenticate.ts'
import { readBody, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { answerCreated, audit, makeId } from '../register.ts'
import { viewOfInspection } from './access.ts'
import type { InspectionContext } from './routes.ts'
import { inspectionSchema } from './shapes.ts'

const names = z.array(z.string().trim().min(1).max(64))
const openingInput = z.strictObject({
  unitId: z.string().min(1).max(64),
  reason: orderText,
  inspectors: names.min(1).max(10).meta({ description: 'User names' }),
  watchers: names.max(10).default([]).meta({ description: 'User names of officers who watch: experts, chiefs' }),
  checklist: z.string().max(64).optional().meta({ description: 'By the kind of the unit where absent' }),
  unannounced: z.boolean().default(false).meta({ description: '飞行检查: the unit learns of it at the check-in' }),
  campaign: z.string().trim().min(1).max(100).optional(),
  source: z.enum(INSPECTION_SOURCES).default('manual'),
  sourceId: z.string().min(1).max(300).optional().meta({ description: 'Id of the alert or order; of the unit for the map' }),
}).meta({ id: 'InspectionInput' })
type OpeningInput = z.output<typeof openingInput>

/** Opening an inspection: the inspector's phone hears of it at once. */
export function openingRoutes(context: InspectionContext): Router {
  const router = Router()
  router.post('/inspections', requireRole(...INSPECTION_OPENERS), async (request, response) => {
    const user = userOf(response)
    const inspection = await openInspection(context, user, readBody(request, openingInput))
    answerCreated(request, response, inspection.id, viewOfInspection(inspection, user))
  })
  return router
}

function openInspection(context: InspectionContext, user: User, input: OpeningInput): Promise<InspectionDossier> {
  const at = context.clock()
  return transaction(context.db, async (client) => {
    const unit = await findUnit(client, input.unitId, user.jurisdiction)
    if (!unit) throw new Problem('unknown-unit', `There is no unit ${input.unitId} in your jurisdiction`)
    await checkSource(client, user, unit, input, at)
    const inspectors = await peopleNamed(client, input.inspectors, ['inspector'], 'inspectors', unit)
    const watchers = await peopleNamed(client, input.watchers, OFFICERS, 'watchers', null)
    const inspection = newInspection({ input, unit, user, inspectors, watchers, checklist: checklistFor(context, unit, input.checklist), at })
    await insertInspection(client, inspection)
    await audit(client, { by: user, at, action: 'inspection.open', subject: `inspection:${inspection.id}`, detail: input })
    await appendLiveEvents(client, [inspectionEvent('inspection.opened', at, inspection)])
    return inspection
  })
}

/** An alert or order that is named as the source exists, is seen by who opens, and is of that unit. */
async function checkSource(client: Client, { jurisdiction }: User, unit: Unit, { source, sourceId }: OpeningInput, at: number): Promise<void> {
  const named = source === 'alert' || source === 'order'
  if (sourceId === undefined) {
    if (named) throw fault('sourceId', `say which ${source}`)
    return
  }
  if (source === 'plan' || source === 'manual') throw fault('sourceId', `an inspection of source ${source} names none`)
  const of = source === 'map' ? sourceId : (source === 'alert' ? await findAlert(client, sourceId, jurisdiction) : await findOrder(client, sourceId, jurisdiction, at))?.unitId
  if (of !== unit.id) throw fault('sourceId', `the unit has no ${source === 'map' ? 'such place on the map' : source} ${sourceId}`)
}

function checklistFor({ configuration }: InspectionContext, unit: Unit, id: string | undefined): Checklist {
  const { checklists } = configuration
  const list = id === undefined ? [...checklists.values()].find((one) => one.kinds.includes(unit.kind)) : checklists.get(id)
  if (!list) throw fault('checklist', `there is no checklist ${id ?? `for ${unit.kind}`}`)
  return list
}

/** The people of those names, who must have one of the roles, and, where a unit is given, be at home there. */
async function peopleNamed(client: Client, usernames: readonly string[], roles: readonly Role[], path: string, unit: Unit | null): Promise<Participant[]> {
  const people: Participant[] = []
  for (const username of new Set(usernames)) {
    const person = (await findCredentials(client, 'username', username))?.user
    if (!person || !roles.includes(person.role)) throw fault(path, `there is no ${roles.join(' or ')} ${username}`)
    if (unit && !within(person.jurisdiction, { unitId: unit.id, district: unit.district })) throw fault(path, `${username} is not at work in the district of the unit`)
    people.push({ username, name: person.name })
  }
  return people
}

interface Opening {
  readonly input: OpeningInput
  readonly unit: Unit
  readonly user: User
  readonly inspectors: readonly Participant[]
  readonly watchers: readonly Participant[]
  readonly checklist: Checklist
  readonly at: number
}

function newInspection({ input, unit, user, inspectors, watchers, checklist, at }: Opening): InspectionDossier {
  const now = new Date(at).toISOString()
  return {
    id: makeId('insp'), unitId: unit.id, unitName: unit.name, unitKind: unit.kind, district: unit.district, unitPoint: unit.point, reason: input.reason,
    unannounced: input.unannounced, campaign: input.campaign ?? null, source: input.source, sourceId: input.sourceId ?? null, checklistId: checklist.id,
    commander: { username: user.username, name: user.name }, inspectors, watchers: watchers.filter((one) => one.username !== user.username), state: 'opened', mode: null, checkIn: null,
    progress: { done: 0, total: checklist.items.length, failed: 0 }, stills: 0, orderIds: [], entries: 0,
    steps: [{ at: now, receivedAt: now, event: 'opened', by: `user:${user.username}`, key: makeId('step') }], openedAt: now, updatedAt: now, version: 1, checklist, signatures: null,
  }
}

function fault(path: string, detail: string): Problem {
  return new Problem('invalid', `${path}: ${detail}`, { errors: [{ path, type: 'invalid', detail }] })
}

describe({ method: 'post', path: '/api/v1/inspections', tag: 'inspections', summary: 'Open an inspection directed from afar', roles: INSPECTION_OPENERS, body: openingInput, status: 201, answer: inspectionSchema })
