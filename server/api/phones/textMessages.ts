import { CODE_PLACE } from '../../../domain/notification/oneTimeCode.ts'
import { channelsSchema } from '../../../domain/notification/channel.ts'
import type { Unit } from '../../../domain/unit.ts'
import { readyChannels } from '../../../stores/postgres/channelReadiness.ts'
import { dutyDocument } from '../../../stores/postgres/dutyDocuments.ts'
import { queueNotification } from '../../../stores/postgres/notifications.ts'
import type { Client } from '../../../stores/postgres/pool.ts'
import type { Context } from '../../context.ts'

/** The channels for text messages that are set up. */
export async function textChannels(client: Client, configuration: Context['configuration']): Promise<string[]> {
  const { channels } = (await dutyDocument(client, 'channels', channelsSchema, configuration.channels)).document
  const ready = await readyChannels(client, channels, process.env)
  return channels.filter(({ id, kind }) => kind === 'sms' && ready.has(id)).map(({ id }) => id)
}

interface CodeMessage {
  /** Of the binding or the upload that has the code. */
  readonly id: string
  readonly step: 'code' | 'witness'
  /** User name of who asked for it. */
  readonly person: string
  /** The number it goes to, whosever the account is. */
  readonly phone: string
  readonly unit: Pick<Unit, 'id' | 'name' | 'district'>
  readonly channels: readonly string[]
}

const TITLES = { code: '【手机绑定】明鉴', witness: '【取证作证】明鉴' } as const
const PURPOSES = {
  code: (unit: string) => `用于把这部手机绑定为 ${unit} 的取证手机。非本人操作请勿告知他人。`,
  witness: (unit: string) => `用于为 ${unit} 的整改照片作证。请仅在现场确认拍摄属实后告知拍摄人。`,
} as const

/** Sends a one-time code to that very number. The stored text has a place for it and never the code. */
export async function sendCode(client: Client, { id, step, person, phone, unit, channels }: CodeMessage, at: number): Promise<void> {
  await queueNotification(client, {
    subject: { kind: 'phone', id }, step, person, unitId: unit.id, district: unit.district, severity: 'info', phone, channels,
    title: TITLES[step], text: `验证码 ${CODE_PLACE}，10 分钟内有效，${PURPOSES[step](unit.name)}`, link: '/m/orders',
  }, at)
}
