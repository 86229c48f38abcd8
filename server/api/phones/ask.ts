import { randomInt } from 'node:crypto'
import { channelsSchema } from '../../../domain/notification/channel.ts'
import { CODE_MS, isRegistered, phoneDigits } from '../../../domain/proof/boundPhone.ts'
import type { Unit } from '../../../domain/unit.ts'
import type { User } from '../../../domain/user.ts'
import { countAsked, insertBinding, type Binding } from '../../../stores/postgres/boundPhones.ts'
import { readyChannels } from '../../../stores/postgres/channelReadiness.ts'
import { dutyDocument } from '../../../stores/postgres/dutyDocuments.ts'
import { queueNotification } from '../../../stores/postgres/notifications.ts'
import { transaction, type Client } from '../../../stores/postgres/pool.ts'
import { findUnit } from '../../../stores/postgres/units.ts'
import { Problem } from '../problem.ts'
import { audit, makeId } from '../register.ts'
import type { PhoneContext } from './routes.ts'

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
    const sms = await textChannels(client, context)
    const binding: Binding = {
      id: makeId('phone'), unitId: unit.id, phone, username: user.username, state: 'asked', way: sms.length > 0 ? 'sms' : 'officer', code: String(randomInt(1_000_000)).padStart(6, '0'),
      tries: 0, askedAt: at, expiresAt: at + CODE_MS, readOutBy: null, boundAt: null,
    }
    await insertBinding(client, binding)
    if (sms.length > 0) await sendCode(client, unit, binding, sms)
    await audit(client, { by: user, at, action: 'phone.ask', subject: `unit:${unit.id}`, detail: { binding: binding.id, phone, way: binding.way } })
    return binding
  })
}

async function textChannels(client: Client, { configuration }: PhoneContext): Promise<string[]> {
  const { channels } = (await dutyDocument(client, 'channels', channelsSchema, configuration.channels)).document
  const ready = await readyChannels(client, channels, process.env)
  return channels.filter(({ id, kind }) => kind === 'sms' && ready.has(id)).map(({ id }) => id)
}

async function sendCode(client: Client, unit: Unit, { id, phone, username, code, askedAt }: Binding, channels: readonly string[]): Promise<void> {
  await queueNotification(client, {
    subject: { kind: 'phone', id }, step: 'code', person: username, unitId: unit.id, district: unit.district, severity: 'info', phone, channels,
    title: '【手机绑定】明鉴', text: `验证码 ${code}，10 分钟内有效，用于把这部手机绑定为 ${unit.name} 的取证手机。非本人操作请勿告知他人。`, link: '/m/orders',
  }, askedAt)
}
