import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRoutes } from '../../server/api/read/routes.ts'
import { writeAlertRecords } from '../../stores/postgres/alertRecords.ts'
import { alertRecord } from '../builders/alertRecords.ts'
import { pdfText } from '../builders/pdf.ts'
import { must, startApi, type ApiServer, type Send } from './apiServer.ts'
import { NOTICE_INPUT } from '../builders/orders.ts'

let api: ApiServer
let duty: Send
let unit: Send

beforeAll(async () => {
  api = await startApi({ extra: (context) => ({ read: readRoutes(context) }) })
  for (const [id, district] of [['U1', '131102'], ['U2', '131103']]) {
    await must(api.admin('POST', '/api/v1/units', {
      id, name: '桃城区第一中学食堂', kind: 'canteen', district, point: [115.69, 37.74], uscc: '12131100401800017C', address: '人民路 1 号', contacts: [{ name: '王建国', phone: '13800000001' }],
    }), 201)
  }
  duty = await api.user('duty', { scope: 'city' })
  unit = await api.user('enterprise', { scope: 'unit', unit: 'U1' })
})
afterAll(() => api?.stop())

async function print(by: Send, id: string): Promise<{ status: number; type: string | null; pages: string[] }> {
  const answer = await by('GET', `/api/v1/orders/${id}/notice.pdf`)
  if (answer.status !== 200) return { status: answer.status, type: null, pages: [] }
  return { status: 200, type: answer.headers.get('content-type'), pages: await pdfText(answer.bytes) }
}

describe('the printed notice', () => {
  it('is a PDF in proper Chinese that names the case, what to do by when, the remedies and the receipt', async () => {
    await writeAlertRecords(api.context.db, [
      alertRecord('N~1', { place: '一号冷库', breached_at: '2026-09-01T02:05:00.000Z', value: -9.3, limit_value: -12, basis: { kind: 'guidance', document: '餐饮服务食品安全操作规范', clause: '第七条', status: 'unverified' } }),
    ])
    const { body: { id } } = await must(duty('POST', '/api/v1/orders', { alertIds: ['N~1'], title: '冷冻库超温' }), 201)
    const path = `/api/v1/orders/${String(id)}`
    await must(duty('POST', `${path}/triage`, {}), 200)
    expect((await print(duty, String(id))).status).toBe(409)
    // The end of a day in Beijing, a month ahead.
    const day = new Date(Date.now() + 30 * 24 * 3_600_000)
    const deadline = new Date(day.setUTCHours(15, 59, 59, 999)).toISOString()
    const officers = [{ name: '李明', certificate: '冀T 001' }, { name: '赵娜', certificate: '冀T 002' }]
    await must(duty('POST', `${path}/issue`, { officers, deadline, fact: '一号冷库温度高于规定' , items: [{ id: 'a', text: '修复制冷机组' }, { id: 'b', text: '转移库内食品' }] }), 422)
    const proper = officers.map((officer, i) => ({ ...officer, certificate: `冀T-00${i + 1}` }))
    const { body: issued } = await must(duty('POST', `${path}/issue`, { officers: proper, deadline, fact: '一号冷库温度高于规定', items: [{ id: 'a', text: '修复制冷机组' }, { id: 'b', text: '转移库内食品' }] }), 200)
    expect(issued).toMatchObject({ officers: proper, receiver: null })
    const { type, pages } = await print(duty, String(id))
    expect(type).toBe('application/pdf')
    expect(pages).toHaveLength(2)
    const [notice = '', receipt = ''] = pages
    for (const text of [
      '衡水市市场监督管理局', '责令改正通知书', String(issued.number), '桃城区第一中学食堂', '12131100401800017C', '王建国', '一号冷库温度高于规定。',
      '2026年9月1日10:05', '温度−9.3°C（限值−12°C）', 'N~1', '不符合《餐饮服务食品安全操作规范》的要求', `依据《中华人民共和国食品安全法》，现责令你单位于${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日24时前改正`,
      '修复制冷机组', '转移库内食品', '六十日内依法申请行政复议', '六个月内依法向人民法院提起行政诉讼', '李明', '冀T-001', '赵娜', '（印章）',
    ]) expect(notice).toContain(text)
    // A clause that nobody has checked against the official text is never printed.
    expect(notice).not.toContain('第七条')
    for (const text of ['送达回证', String(issued.number), '□直接送达', '收件人']) expect(receipt).toContain(text)

    await must(unit('POST', `${path}/accept`), 200)
    const served = await print(unit, String(id))
    expect(served.pages[1]).toContain('当事人在平台签收')
    expect(served.pages[1]).toMatch(/收到时间\d{4}年\d+月\d+日\d\d:\d\d/)
    // As a reopening does; what was served is printed as it was served.
    await api.context.db.query("UPDATE rectification_order SET deadline = '2099-03-05T15:59:59.999Z' WHERE id = $1", [String(id)])
    const again = (await print(unit, String(id))).pages[0] ?? ''
    expect(again).toContain(`现责令你单位于${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日24时前改正`)
    expect(again).toContain('因问题复发，本案重新整改，期限至2099年3月5日24时。')
  })

  it('exists for nobody outside the jurisdiction', async () => {
    const { body: { id } } = await must(duty('POST', '/api/v1/orders', { unitId: 'U2', title: '地面积水', basis: { kind: 'platform', status: 'unverified' } }), 201)
    await must(duty('POST', `/api/v1/orders/${String(id)}/triage`, {}), 200)
    await must(duty('POST', `/api/v1/orders/${String(id)}/issue`, NOTICE_INPUT), 200)
    const inspector = await api.user('inspector', { scope: 'districts', districts: ['131102'] })
    expect((await print(unit, String(id))).status).toBe(404)
    expect((await print(inspector, String(id))).status).toBe(404)
    expect((await print(api.nobody, String(id))).status).toBe(401)
    expect((await print(duty, String(id))).pages[0]).toContain('违反了＿＿＿＿＿＿＿＿的规定')
  })
})
