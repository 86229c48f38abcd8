import { Router, type Request } from 'express'
import { z } from 'zod'
import { OFFICERS } from '../../../domain/order/transitions.ts'
import { answerCode, BINDING_STATES, CODE_WAYS, type CodeAnswer } from '../../../domain/proof/boundPhone.ts'
import { phoneNumber } from '../../../domain/proof/capture.ts'
import type { User } from '../../../domain/user.ts'
import { bindBrowser, countTry, endBinding, listBindings, lockBinding, setReadOut, type Binding } from '../../../stores/postgres/boundPhones.ts'
import { transaction, type Client } from '../../../stores/postgres/pool.ts'
import { findUnit } from '../../../stores/postgres/units.ts'
import type { Context } from '../../context.ts'
import { requireRole } from '../../session/authenticate.ts'
import { browserOf, markBrowser } from '../../session/boundBrowser.ts'
import { pathParameter, readBody, readQuery, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { answerCreated, audit } from '../register.ts'
import { askForPhone } from './ask.ts'

export type PhoneContext = Pick<Context, 'db' | 'clock' | 'configuration'>

const askInput = z.strictObject({ unit: z.string().min(1).max(64), phone: phoneNumber }).meta({ id: 'PhoneAsk' })
const codeInput = z.strictObject({ code: z.string().trim().regex(/^\d{6}$/, 'six digits') }).meta({ id: 'PhoneCode' })
const unitQuery = z.strictObject({ unit: z.string().min(1).max(64) })
const time = z.iso.datetime()
const bindingSchema = z.object({
  id: z.string(), unitId: z.string(), phone: z.string(), username: z.string(), state: z.enum(BINDING_STATES), way: z.enum(CODE_WAYS), askedAt: time, expiresAt: time,
  readOutBy: z.string().nullable(), boundAt: time.nullable(), here: z.boolean().meta({ description: 'Whether it is the browser that asks' }),
}).meta({ id: 'BoundPhone' })
const readOutSchema = z.object({ id: z.string(), phone: z.string(), code: z.string(), expiresAt: time })

const REFUSED: Record<Exclude<CodeAnswer, 'right'>, string> = {
  wrong: 'The code is wrong', expired: 'The code has expired: ask for another', spent: 'Too many wrong codes: ask for another', over: 'There is no code to answer any more',
}

/** Binding a browser to a registered number (绑定手机): photos of the proof come from such a browser only. */
export function phoneRoutes(context: PhoneContext): Router {
  const router = Router()
  router.get('/phones', async (request, response) => {
    const { unit } = readQuery(request, unitQuery)
    if (!(await findUnit(context.db, unit, userOf(response).jurisdiction))) throw new Problem('not-found')
    const items = await listBindings(context.db, unit, browserOf(request), context.clock())
    response.json({ items: items.map((item) => viewOf(item, item.here)), next: null })
  })
  router.post('/phones', requireRole('enterprise'), async (request, response) => {
    const binding = await askForPhone(context, userOf(response), readBody(request, askInput))
    answerCreated(request, response, binding.id, viewOf(binding, false))
  })
  router.post('/phones/:id/confirm', requireRole('enterprise'), async (request, response) => {
    const { code } = readBody(request, codeInput)
    // The browser gets its secret only with an answer that binds it.
    const { answer, binding } = await confirm(context, userOf(response), pathParameter(request, 'id'), code, () => markBrowser(request, response))
    if (answer !== 'right') throw new Problem('conflict', REFUSED[answer], { errors: [{ path: 'code', type: `code-${answer}`, detail: REFUSED[answer] }] })
    response.json(viewOf(binding, true))
  })
  router.post('/phones/:id/read-out', requireRole(...OFFICERS), async (request, response) => {
    response.json(await readOut(context, userOf(response), request))
  })
  router.post('/phones/:id/end', async (request, response) => {
    const [user, at] = [userOf(response), context.clock()]
    await transaction(context.db, async (client) => {
      const binding = await bindingWithin(client, pathParameter(request, 'id'), user)
      if (!(await endBinding(client, binding.id, at))) throw new Problem('conflict', 'It has ended already')
      await audit(client, { by: user, at, action: 'phone.end', subject: `unit:${binding.unitId}`, detail: { binding: binding.id, phone: binding.phone } })
    })
    response.status(204).end()
  })
  return router
}

/** The binding, locked, for one in whose jurisdiction its unit lies; to others it does not exist. */
async function bindingWithin(client: Client, id: string, user: User): Promise<Binding> {
  const binding = await lockBinding(client, id)
  if (!binding || !(await findUnit(client, binding.unitId, user.jurisdiction))) throw new Problem('not-found')
  return binding
}

/** A wrong answer is counted though it is refused: the transaction ends well either way. */
function confirm({ db, clock }: PhoneContext, user: User, id: string, code: string, mark: () => Buffer): Promise<{ answer: CodeAnswer; binding: Binding }> {
  const at = clock()
  return transaction(db, async (client) => {
    const binding = await bindingWithin(client, id, user)
    if (binding.username !== user.username) throw new Problem('not-found')
    const answer = answerCode(binding, code, at)
    if (answer === 'wrong' || answer === 'spent') await countTry(client, id)
    if (answer === 'spent' || answer === 'expired') await endBinding(client, id, at)
    if (answer !== 'right') return { answer, binding }
    await bindBrowser(client, binding, mark(), at)
    await audit(client, { by: user, at, action: 'phone.bind', subject: `unit:${binding.unitId}`, detail: { binding: id, phone: binding.phone, way: binding.way, readOutBy: binding.readOutBy } })
    return { answer, binding: { ...binding, state: 'bound' as const, boundAt: at } }
  })
}

/** The officer who has it vouches for having called the number: the log keeps the name. */
function readOut({ db, clock }: PhoneContext, user: User, request: Request): Promise<object> {
  const at = clock()
  return transaction(db, async (client) => {
    const { id, unitId, phone, state, code, expiresAt } = await bindingWithin(client, pathParameter(request, 'id'), user)
    if (state !== 'asked' || code === null || at > expiresAt) throw new Problem('conflict', 'There is no code to read out any more')
    await setReadOut(client, id, user.username)
    await audit(client, { by: user, at, action: 'phone.read-out', subject: `unit:${unitId}`, detail: { binding: id, phone } })
    return { id, phone, code, expiresAt: new Date(expiresAt).toISOString() }
  })
}

/** Whatever is known of it but the code. */
function viewOf({ id, unitId, phone, username, state, way, askedAt, expiresAt, readOutBy, boundAt }: Binding, here: boolean): z.output<typeof bindingSchema> {
  const iso = (at: number): string => new Date(at).toISOString()
  return { id, unitId, phone, username, state, way, askedAt: iso(askedAt), expiresAt: iso(expiresAt), readOutBy, boundAt: boundAt === null ? null : iso(boundAt), here }
}

const path = '/api/v1/phones'
describe(
  { method: 'get', path, tag: 'orders', summary: 'Phones of a unit that are bound, or asked for', query: unitQuery, answer: z.object({ items: z.array(bindingSchema), next: z.null() }) },
  { method: 'post', path, tag: 'orders', summary: 'Ask for a one-time code to bind this browser to a registered number', roles: ['enterprise'], body: askInput, status: 201, answer: bindingSchema },
  { method: 'post', path: `${path}/{id}/confirm`, tag: 'orders', summary: 'Bind this browser by the code', description: 'The browser is given a secret as an HttpOnly cookie; photos of the proof pass the check of the phone only with it.', roles: ['enterprise'], body: codeInput, answer: bindingSchema },
  { method: 'post', path: `${path}/{id}/read-out`, tag: 'orders', summary: 'The code, for an officer to read out over the phone', description: 'Call the registered number itself; the log keeps who had the code.', roles: OFFICERS, answer: readOutSchema },
  { method: 'post', path: `${path}/{id}/end`, tag: 'orders', summary: 'End a binding', status: 204 },
)
