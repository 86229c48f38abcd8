import { Router } from 'express'
import { z } from 'zod'
import type { Order } from '../../../domain/order.ts'
import { OFFICERS } from '../../../domain/order/transitions.ts'
import { isRegistered, phoneDigits, type CodeWay } from '../../../domain/proof/boundPhone.ts'
import type { Unit } from '../../../domain/unit.ts'
import type { User } from '../../../domain/user.ts'
import { transaction, type Client } from '../../../stores/postgres/pool.ts'
import { findUnit } from '../../../stores/postgres/units.ts'
import type { Upload } from '../../../stores/postgres/uploads.ts'
import { awaitedWitnesses, countWitnessed } from '../../../stores/postgres/witnesses.ts'
import { requireRole } from '../../session/authenticate.ts'
import { pathParameter, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { sendCode, textChannels } from '../phones/textMessages.ts'
import { Problem } from '../problem.ts'
import { audit } from '../register.ts'
import { orderWithin } from './actor.ts'
import type { OrderContext } from './routes.ts'

const HOUR_MS = 3_600_000
/** Each may send a message to somebody's phone. */
const AN_HOUR = 12
const codes = z.object({ items: z.array(z.object({ upload: z.string(), phone: z.string(), code: z.string(), expiresAt: z.iso.datetime() })) }).meta({ id: 'WitnessCodes' })

/** The unit of the order, where the number that is to stand for the face is another one that is registered there. */
export async function witnessedUnit(client: Client, order: Order, user: User, { phone, witness, beganAt }: Upload): Promise<Unit> {
  // The unit's row is what askings at once take turns on.
  const unit = order.unitId === null ? null : await findUnit(client, order.unitId, user.jurisdiction, true)
  const refused = (type: string, detail: string): Problem => new Problem('invalid', `witnessPhone: ${detail}`, { errors: [{ path: 'witnessPhone', type, detail }] })
  if (!unit || !isRegistered(witness?.phone ?? '', unit.contacts.map((contact) => contact.phone))) throw refused('witness-not-bound', 'not registered for this unit')
  if (phoneDigits(witness?.phone ?? '') === phoneDigits(phone)) throw refused('witness-is-the-same', 'is the number of who takes the photo')
  if ((await countWitnessed(client, unit.id, witness?.phone ?? '', beganAt - HOUR_MS)) >= AN_HOUR) throw new Problem('too-many-requests', 'This number was asked for too often: try again in an hour')
  return unit
}

/** The code goes to the second person's own number where a channel for text messages is set up, else an officer reads it out. */
export async function tellWitness(client: Client, { configuration }: Pick<OrderContext, 'configuration'>, { id, username, witness, beganAt }: Upload, unit: Unit): Promise<CodeWay> {
  const channels = await textChannels(client, configuration)
  if (channels.length === 0) return 'officer'
  await sendCode(client, { id, step: 'witness', person: username, phone: phoneDigits(witness?.phone ?? ''), unit, channels }, beganAt)
  return 'sms'
}

/**
 * The code of a second person never shows on the phone that takes the photo. Where no text message could bring it, an
 * officer calls the number and reads it out, and is named in the log.
 */
export function witnessRoutes(context: OrderContext): Router {
  const router = Router()
  router.post('/orders/:id/witnesses/read-out', requireRole(...OFFICERS), async (request, response) => {
    const [user, id, at] = [userOf(response), pathParameter(request, 'id'), context.clock()]
    const items = await transaction(context.db, async (client) => {
      await orderWithin(client, id, user, at)
      const awaited = await awaitedWitnesses(client, id, at)
      if (awaited.length > 0) await audit(client, { by: user, at, action: 'order.read-out', subject: `order:${id}`, detail: { uploads: awaited.map((each) => each.upload), phones: awaited.map((each) => each.phone) } })
      return awaited
    })
    response.json({ items: items.map((each) => ({ ...each, expiresAt: new Date(each.expiresAt).toISOString() })) })
  })
  return router
}

describe({
  method: 'post', path: '/api/v1/orders/{id}/witnesses/read-out', tag: 'orders', summary: 'The codes of second persons whom no text message could reach, for an officer to read out',
  description: 'Call the registered number itself; the log keeps who had the codes. A code that went out as a text message is not among them.', roles: OFFICERS, answer: codes,
})
