import { randomInt } from 'node:crypto'
import { CODE_MS, isRegistered, phoneDigits } from '../../../domain/proof/boundPhone.ts'
import type { User } from '../../../domain/user.ts'
import { countAsked, insertBinding, type Binding } from '../../../stores/postgres/boundPhones.ts'
import { transaction } from '../../../stores/postgres/pool.ts'
import { findUnit } from '../../../stores/postgres/units.ts'
import { Problem } from '../problem.ts'
import { audit, makeId } from '../register.ts'
import type { PhoneContext } from './routes.ts'
import { sendCode, textChannels } from './textMessages.ts'

const HOUR_MS = 3_600_000
/** Each asking may send a message, and gives five more guesses. */
const AN_HOUR = 6

/** Has a one-time code made for a registered number: sent to it where a channel for text messages is set up, else for an officer to read out. */
export function askForPhone(context: PhoneContext, user: User, given: { unit: string; phone: string }): Promise<Binding> {
  const at = context.clock()
  const phone = phoneDigits(given.phone)
  return transaction(context.db, async (client) => {
    // The unit's row is what askings at once take turns on.
    const unit = await findUnit(client, given.unit, user.jurisdiction, true)
    if (!unit) throw new Problem('not-found')
    if (!isRegistered(phone, unit.contacts.map((contact) => contact.phone))) throw new Problem('invalid', 'phone: not registered for this unit', { errors: [{ path: 'phone', type: 'not-registered', detail: 'not registered for this unit' }] })
    if ((await countAsked(client, unit.id, phone, at - HOUR_MS)) >= AN_HOUR) throw new Problem('too-many-requests', 'This number was asked for too often: try again in an hour')
    const sms = await textChannels(client, context.configuration)
    const binding: Binding = {
      id: makeId('phone'), unitId: unit.id, phone, username: user.username, state: 'asked', way: sms.length > 0 ? 'sms' : 'officer', code: String(randomInt(1_000_000)).padStart(6, '0'),
      tries: 0, askedAt: at, expiresAt: at + CODE_MS, readOutBy: null, boundAt: null,
    }
    await insertBinding(client, binding)
    if (sms.length > 0) await sendCode(client, { id: binding.id, step: 'code', person: user.username, phone, unit, channels: sms }, at)
    await audit(client, { by: user, at, action: 'phone.ask', subject: `unit:${unit.id}`, detail: { binding: binding.id, phone, way: binding.way } })
    return binding
  })
}
