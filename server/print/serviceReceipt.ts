import type { Content } from 'pdfmake/interfaces.js'
import type { Order, ServiceMethod } from '../../domain/order.ts'
import type { Unit } from '../../domain/unit.ts'
import { momentText } from './beijing.ts'
import { BLANK, ROOM, fieldTable, formHead, sealPlace } from './form.ts'
import { NOTICE, type NoticeCase } from './noticeCase.ts'

const METHODS = {
  accepted: '当事人在平台签收', 'in-person': '直接送达', left: '留置送达', mailed: '邮寄送达', published: '公告送达',
} as const satisfies Record<ServiceMethod, string>
const EMPTY = '　年　月　日　时　分'

/** The proof of service (送达回证): filled in as far as it is known, the rest by hand. */
export function serviceReceipt({ order, unit, office }: NoticeCase): Content[] {
  return [
    { text: '', pageBreak: 'after' },
    ...formHead(office.name, '送达回证', order.number),
    fieldTable([
      ['送达文书名称', NOTICE],
      ['送达文书文号', order.number ?? BLANK],
      ['受送达人', unit.name],
      ['送达地点', unit.address ?? ''],
      ['送达方式', wayOf(order)],
      ['收到时间', order.servedAt === null ? EMPTY : momentText(Date.parse(order.servedAt))],
      ['收件人（签名或盖章）', receiverOf(order)],
      ['送达人（签名）', ROOM],
      ['见证人（签名）', ROOM],
      ['备注', noteOf(order, unit)],
    ]),
    sealPlace(office.name, EMPTY.slice(0, 6)),
  ]
}

function wayOf({ service }: Order): string {
  if (service !== null) return METHODS[service]
  return Object.entries(METHODS).filter(([method]) => method !== 'accepted').map(([, name]) => `□ ${name}`).join('　')
}

function receiverOf({ receiver }: Order): string {
  return receiver === null ? ROOM : `${receiver}　　签名：${BLANK}`
}

/** On the platform the receipt is a deed under a login: the log of it stands for the signature. */
function noteOf({ service, id }: Order, { id: unit }: Unit): string {
  return service === 'accepted' ? `由单位账号在平台签收，操作记录见审计日志（order:${id}，单位 ${unit}）。` : ROOM
}
