import { Router } from 'express'
import { z } from 'zod'
import { HANDOVER_ACTIONS, HANDOVER_MOVES, HANDOVER_STATES, refuseHandover, type Handover, type HandoverAction, type HandoverRefusal } from '../../../domain/duty/handover.ts'
import { contains, type User } from '../../../domain/user.ts'
import { draftOf, findHandover, handoverContent, insertHandover, listHandovers, updateHandover } from '../../../stores/postgres/handovers.ts'
import { transaction } from '../../../stores/postgres/pool.ts'
import { namesOf } from '../../../stores/postgres/users.ts'
import { requireRole } from '../../session/authenticate.ts'
import { invalid, pageAnswer, pageQuery, pageRequest, pathParameter, readBody, readQuery, userOf } from '../input.ts'
import { describe, pageOf } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { answerCreated, audit, makeId } from '../register.ts'
import { jurisdictionSchema } from '../shapes.ts'
import type { DutyContext } from './routes.ts'

const ROLES = ['admin', 'centre', 'duty'] as const
const text = (most: number) => z.string().trim().max(most).regex(/^[^\0]*$/)
const input = z.strictObject({ shift: text(100).default(''), notes: text(20_000).default('') }).meta({ id: 'HandoverInput' })
const patch = z.strictObject({ shift: text(100).optional(), notes: text(20_000).optional() })
/** Only who writes it has words to say: others would believe that theirs are kept. */
const BODIES: Record<HandoverAction, z.ZodType<z.output<typeof patch>>> = { write: patch, 'sign-out': patch, 'take-back': z.strictObject({}), 'sign-in': z.strictObject({}) }
const person = z.string().nullable()
const handoverSchema = z.object({
  id: z.string(), jurisdiction: jurisdictionSchema, state: z.enum(HANDOVER_STATES), shift: z.string(), notes: z.string(), content: z.record(z.string(), z.unknown()).nullable(), author: z.string(),
  createdAt: z.string(), signedOutBy: person, signedOutAt: person, signedInBy: person, signedInAt: person, version: z.int(), people: z.record(z.string(), z.string()).optional(),
}).meta({ id: 'Handover' })

/** Handing the desk over: one writes and signs, another signs for having it. */
export function handoverRoutes(context: DutyContext): Router {
  const router = Router()
  const may = requireRole(...ROLES)
  router.get('/duty/handovers', may, async (request, response) => {
    const query = readQuery(request, z.strictObject(pageQuery))
    const page = pageAnswer(await listHandovers(context.db, userOf(response).jurisdiction, pageRequest(query)))
    const people = await namesOf(context.db, page.items.flatMap(signersOf))
    response.json({ ...page, people })
  })
  router.get('/duty/handovers/:id', may, async (request, response) => {
    response.json(await viewOf(context, await handoverWithin(context, userOf(response), pathParameter(request, 'id'))))
  })
  router.post('/duty/handovers', may, async (request, response) => {
    const handover = await open(context, userOf(response), readBody(request, input))
    answerCreated(request, response, handover.id, await viewOf(context, handover))
  })
  for (const action of HANDOVER_ACTIONS) {
    router.post(`/duty/handovers/:id/${action}`, may, async (request, response) => {
      const body = BODIES[action].safeParse(request.body ?? {})
      if (!body.success) throw invalid(body.error)
      response.json(await viewOf(context, await act(context, userOf(response), pathParameter(request, 'id'), action, body.data)))
    })
  }
  return router
}

async function open(context: DutyContext, user: User, given: z.output<typeof input>): Promise<Handover> {
  const at = context.clock()
  const handover: Handover = {
    id: makeId('handover'), jurisdiction: user.jurisdiction, state: 'draft', ...given, content: null, author: user.username, createdAt: new Date(at).toISOString(),
    signedOutBy: null, signedOutAt: null, signedInBy: null, signedInAt: null, version: 1,
  }
  await transaction(context.db, async (client) => {
    const draft = await draftOf(client, user)
    if (draft !== null) throw new Problem('conflict', `You are writing a handover already: ${draft}`)
    await insertHandover(client, handover)
    await audit(client, { by: user, at, action: 'handover.open', subject: `handover:${handover.id}` })
  })
  return handover
}

function act(context: DutyContext, user: User, id: string, action: HandoverAction, given: z.output<typeof patch>): Promise<Handover> {
  const at = context.clock()
  return transaction(context.db, async (client) => {
    const before = await findHandover(client, id, true)
    if (!before) throw new Problem('not-found')
    if (!contains(user.jurisdiction, before.jurisdiction)) throw new Problem('outside-jurisdiction')
    const refused = refuseHandover(before, action, user.username)
    if (refused) throw problemOf(refused, action, before)
    const written = action === 'write' || action === 'sign-out' ? { shift: given.shift ?? before.shift, notes: given.notes ?? before.notes } : {}
    const content = action === 'sign-out' ? await handoverContent(client, before.jurisdiction, at) : action === 'take-back' ? null : before.content
    const after: Handover = { ...before, ...written, content, ...signed(action, user, at), state: HANDOVER_MOVES[action].to, version: before.version + 1 }
    await updateHandover(client, after)
    await audit(client, { by: user, at, action: `handover.${action}`, subject: `handover:${id}`, detail: { ...written, state: after.state } })
    return after
  })
}

function signed(action: HandoverAction, { username }: User, at: number): Partial<Handover> {
  const time = new Date(at).toISOString()
  switch (action) {
    case 'sign-out':
      return { signedOutBy: username, signedOutAt: time }
    case 'take-back':
      return { signedOutBy: null, signedOutAt: null }
    case 'sign-in':
      return { signedInBy: username, signedInAt: time }
    case 'write':
      return {}
  }
}

const REASONS: Record<HandoverRefusal, string> = {
  'wrong-state': 'The handover is in another state', 'not-yours': 'Only who hands over may do this', 'same-person': 'Who hands over can not take over from themselves',
}

function problemOf(refused: HandoverRefusal, action: HandoverAction, { state }: Handover): Problem {
  const detail = refused === 'wrong-state' ? `A handover that is ${state} can not do this: ${action}` : REASONS[refused]
  return new Problem(refused === 'not-yours' ? 'forbidden' : 'conflict', detail, { errors: [{ path: action, type: refused, detail }] })
}

async function handoverWithin({ db }: DutyContext, user: User, id: string): Promise<Handover> {
  const handover = await findHandover(db, id)
  if (!handover) throw new Problem('not-found')
  if (!contains(user.jurisdiction, handover.jurisdiction)) throw new Problem('outside-jurisdiction')
  return handover
}

function signersOf({ author, signedOutBy, signedInBy }: Handover): string[] {
  return [author, signedOutBy, signedInBy].filter((name) => name !== null)
}

/** The handover with the names of those in it; while it is a draft, with what stands open now. */
async function viewOf({ db, clock }: DutyContext, handover: Handover): Promise<object> {
  const content = handover.content ?? (await handoverContent(db, handover.jurisdiction, clock()))
  return { ...handover, content, people: await namesOf(db, signersOf(handover)) }
}

const path = '/api/v1/duty/handovers'
describe(
  { method: 'get', path, tag: 'duty', summary: 'Handovers of the desk, newest first', roles: ROLES, query: z.strictObject(pageQuery), answer: pageOf(handoverSchema) },
  { method: 'post', path, tag: 'duty', summary: 'Begin a handover', roles: ROLES, body: input, status: 201, answer: handoverSchema },
  { method: 'get', path: `${path}/{id}`, tag: 'duty', summary: 'One handover with what stands or stood open', roles: ROLES, answer: handoverSchema },
  ...HANDOVER_ACTIONS.map((action) => ({
    method: 'post' as const, path: `${path}/{id}/${action}`, tag: 'duty', summary: `${action[0]?.toUpperCase()}${action.slice(1)} a handover`,
    description: `${HANDOVER_MOVES[action].from} → ${HANDOVER_MOVES[action].to}, by the ${HANDOVER_MOVES[action].who} officer. Answers 409 with the reason in another state.`, roles: ROLES, body: BODIES[action], answer: handoverSchema,
  })),
)
