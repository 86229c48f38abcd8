import { createHash } from 'node:crypto'
import { Router } from 'express'
import type { z } from 'zod'
import { canonicalJson } from '../../../domain/auditChain.ts'
import type { InspectionDossier } from '../../../domain/inspection.ts'
import { decideInspection, stepAt, type InspectionScene } from '../../../domain/inspection/decide.ts'
import type { Entry } from '../../../domain/inspection/entry.ts'
import { INSPECTION_INPUTS, type InspectionInput } from '../../../domain/inspection/input.ts'
import { asSigned } from '../../../domain/inspection/merge.ts'
import { INSPECTION_ACTIONS, INSPECTION_TRANSITIONS, partyOf, permitInspection, type InspectionAction } from '../../../domain/inspection/transitions.ts'
import type { User } from '../../../domain/user.ts'
import { entriesOf, markLate } from '../../../stores/postgres/inspectionEntries.ts'
import { inspectionEvent, updateInspection } from '../../../stores/postgres/inspections.ts'
import { appendLiveEvents } from '../../../stores/postgres/liveEvents.ts'
import { transaction, type Client } from '../../../stores/postgres/pool.ts'
import { findCredentials } from '../../../stores/postgres/users.ts'
import { invalid, pathParameter, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { problemOf } from '../orders/actor.ts'
import { audit, makeId } from '../register.ts'
import { closeAll } from './closeRecordings.ts'
import { inspectionFor, viewOfInspection } from './access.ts'
import type { InspectionContext } from './routes.ts'
import { inspectionSchema } from './shapes.ts'

/** The course of an inspection: POST /inspections/{id}/{action}. */
export function inspectionActionRoutes(context: InspectionContext): Router {
  const router = Router()
  for (const action of INSPECTION_ACTIONS) {
    router.post(`/inspections/:id/${action}`, async (request, response) => {
      const body: unknown = request.body ?? {}
      const user = userOf(response)
      response.json(viewOfInspection(await carryOut(context, user, pathParameter(request, 'id'), action, body), user))
    })
  }
  return router
}

/** Lock, decide, write, tell: one transaction. A step whose key has come before is not taken twice. */
function carryOut<A extends InspectionAction>(context: InspectionContext, user: User, id: string, action: A, body: unknown): Promise<InspectionDossier> {
  const receivedAt = context.clock()
  return transaction(context.db, async (client) => {
    const found = await inspectionFor(client, id, user, 'outline', true)
    const { key } = body as { key?: unknown }
    if (typeof key === 'string' && found.steps.some((step) => step.key === key)) return found
    const refused = permitInspection(found, action, partyOf(found, user))
    if (refused) throw problemOf(refused, action)
    const input = readInput(action, body)
    // What is signed names every recording by its hash.
    const inspection = action === 'sign' || action === 'cancel' ? await closeAll(client, found, user, receivedAt) : found
    const scene = await sceneOf(client, { inspection, user, action, input, receivedAt })
    const decision = decideInspection(inspection, action, input, scene)
    if (!decision.ok) throw problemOf(decision, action)
    if (action === 'sign') await markLate(client, id, scene.entries.filter((entry) => entry.late).map((entry) => entry.seq))
    await updateInspection(client, decision.inspection)
    const { step } = decision
    const signed = action === 'sign' ? { sha256: scene.sha256 } : {}
    await audit(client, { by: user, at: receivedAt, action: `inspection.${action}`, subject: `inspection:${id}`, detail: { at: step.at, key: step.key, note: step.note, state: decision.inspection.state, ...signed } })
    await appendLiveEvents(client, [inspectionEvent(`inspection.${step.event}`, receivedAt, decision.inspection)])
    return decision.inspection
  })
}

function readInput<A extends InspectionAction>(action: A, body: unknown): InspectionInput<A> {
  const schema: z.ZodType = INSPECTION_INPUTS[action]
  const result = schema.safeParse(body)
  if (!result.success) throw invalid(result.error)
  return result.data as InspectionInput<A>
}

interface Wish {
  readonly inspection: InspectionDossier
  readonly user: User
  readonly action: InspectionAction
  readonly input: object
  readonly receivedAt: number
}

async function sceneOf(client: Client, { inspection, user, action, input, receivedAt }: Wish): Promise<InspectionScene> {
  const { username, at, seen } = input as { username?: string; at?: number; seen?: number }
  const named = username === undefined ? null : ((await findCredentials(client, 'username', username))?.user ?? null)
  const log = await entriesOf(client, inspection.id)
  const entries = action === 'sign' ? asSigned(log, stepAt(inspection, action, at, receivedAt), seen) : log
  return { user, entries, named, receivedAt, key: makeId('step'), sha256: hashOf(inspection, entries) }
}

/** Of what the record says: the checklist, every entry that is not late, and by that the hash of every still. */
function hashOf({ id, unitId, reason, checklist, checkIn }: InspectionDossier, entries: readonly Entry[]): string {
  return createHash('sha256').update(canonicalJson({ id, unitId, reason, checklist, checkIn, entries: entries.filter((entry) => !entry.late) })).digest('hex')
}

describe(...INSPECTION_ACTIONS.map((action) => {
  const { from, to } = INSPECTION_TRANSITIONS[action]
  return {
    method: 'post' as const, path: `/api/v1/inspections/{id}/${action}`, tag: 'inspections', summary: `${action[0]?.toUpperCase()}${action.slice(1)} an inspection`,
    description: `${to === null ? `When ${from.join(', ')}.` : `${from.join(', ')} → ${to}.`} \`at\` says when it happened, for what was done without a line; a repeat with the same \`key\` changes nothing.`,
    body: INSPECTION_INPUTS[action], answer: inspectionSchema,
  }
}))
