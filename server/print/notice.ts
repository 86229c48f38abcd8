import type { Content } from 'pdfmake/interfaces.js'
import type { Alert } from '../../domain/alert.ts'
import type { Order } from '../../domain/order.ts'
import { breachText, citation, findingText } from '../../domain/order/notice.ts'
import type { Unit } from '../../domain/unit.ts'
import { dayText, deadlineText, momentText } from './beijing.ts'
import { BLANK, fieldTable, formHead, listTable, paragraph, sealPlace, type PrintedForm } from './form.ts'
import { NOTICE, type NoticeCase } from './noticeCase.ts'
import { serviceReceipt } from './serviceReceipt.ts'

/** The order to correct (责令改正通知书) with its proof of service (送达回证) on a page of its own. */
export function noticeForm(given: NoticeCase, printedAt: number): PrintedForm {
  const { order, office } = given
  const content: Content[] = [
    ...formHead(office.name, NOTICE, order.number),
    addressee(given.unit),
    paragraph(`经查，${factOf(order)}`),
    ...findings(given.alerts, given.unit),
    paragraph(breachText(order.basis, BLANK)),
    ...demands(given),
    paragraph(given.texts.relief),
    officers(order),
    sealPlace(office.name, dayText(Date.parse(order.issuedAt ?? order.createdAt))),
    { text: '本文书一式两份，一份送达当事人，一份归档。', style: 'small' },
    ...serviceReceipt(given),
  ]
  return { title: `${NOTICE} ${order.number ?? order.id}`, footer: `${office.name}　${order.number ?? order.id}`, printedAt, content }
}

function addressee({ name, uscc, address, licence, contacts: [contact] }: Unit): Content {
  return fieldTable([
    ['当事人', name],
    ['统一社会信用代码', uscc ?? BLANK],
    ['许可证编号', licence ?? BLANK],
    ['住所（经营场所）', address ?? BLANK],
    ['联系人、电话', contact ? `${contact.name}　${contact.phone}` : BLANK],
  ])
}

function factOf({ fact, title, source, createdAt }: Order): string {
  const text = fact ?? `${dayText(Date.parse(createdAt))}${FOUND[source]}发现你单位存在以下问题：${title}`
  return /[。！？]$/.test(text) ? text : `${text}。`
}

const FOUND = { alert: '通过食品安全在线监测', inspection: '监督检查', complaint: '核查投诉举报', sampling: '监督抽检', manual: '监督检查' } as const satisfies Record<Order['source'], string>

/** Time, place and evidence of what the devices recorded. */
function findings(alerts: readonly Alert[], unit: Unit): Content[] {
  if (alerts.length === 0) return []
  const rows = alerts.map((alert) => [momentText(Date.parse(alert.breachedAt)), placeOf(alert, unit), findingText(alert), alert.id])
  return [listTable(['时间', '地点', '记录的事实', '证据编号'], rows, [96, 90, '*', 120])]
}

/** Where in the unit, else where the unit is: the id of a device names no place. */
const placeOf = ({ place }: Alert, { name, address }: Unit): string => place ?? address ?? name

function demands({ order, texts }: NoticeCase): Content[] {
  // What was served stays as it was served; what came after stands below.
  const served = order.noticeDeadline ?? order.deadline
  const due = served === null ? `${BLANK}前` : `${deadlineText(Date.parse(served))}前`
  const basis = citation(texts.orderBasis)
  const items = order.items.length > 0 ? order.items.map((item) => item.text) : [order.title]
  return [
    paragraph(`${basis === null ? '' : `依据${basis}，`}现责令你单位于${due}改正，改正内容及要求如下：`),
    { ol: items, margin: [24, 2, 0, 8], fontSize: 12, lineHeight: 1.5 },
    ...(order.deadline === served || order.deadline === null ? [] : [paragraph(`因问题复发，本案重新整改，期限至${deadlineText(Date.parse(order.deadline))}。`)]),
    ...(order.extendedTo === null ? [] : [paragraph(`经批准，上述期限延长至${deadlineText(Date.parse(order.extendedTo))}。`)]),
    paragraph('改正后，请通过明鉴平台上传整改照片，由执法人员验收；拒不改正或者逾期不改正的，将依法处理。'),
  ]
}

function officers({ officers: named }: Order): Content {
  const signs = [named[0], named[1], ...named.slice(2)].map((officer) => `${officer ? `${officer.name}　${officer.certificate}` : BLANK}　　签名：${BLANK}`)
  return fieldTable([['执法人员、执法证号', signs.join('\n')]])
}
