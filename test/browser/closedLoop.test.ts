import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Alert } from '../../domain/alert.ts'
import type { Order, OrderPhoto } from '../../domain/order.ts'
import { pdfText } from '../builders/pdf.ts'
import { aPhoto } from '../builders/photos.ts'
import { Administrator, until } from '../integration/administrator.ts'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { ProofPhone } from '../integration/proofPhone.ts'
import { launchBrowser, live, visit, type Visit } from './browser.ts'

const POINT: [number, number] = [115.69, 37.74]
const [PHONE, OTHER_PHONE] = ['13800001111', '13900002222']
const PASSWORD = 'correct horse battery'
const MINUTE_MS = 60_000

let system: Constellation
let admin: Administrator
let browser: Browser
let issuer: Visit
let verifier: Visit
let phone: ProofPhone
let unbound: ProofPhone
let faces = 9_000
/** No two shots of the front camera are the same. */
const aFace = (): Promise<Buffer> => aPhoto((faces += 1), { bare: true })
let alert: Alert
let sensorAlert: Alert
let order: Order

const orderNow = (): Promise<Order> => admin.get<Order>(`orders/${order.id}`)

/** An officer at a desk of their own. */
async function atDesk(username: string): Promise<Visit> {
  const desk = await visit(browser)
  await desk.page.goto(`${system.url}/login?back=${encodeURIComponent('/orders')}`)
  await desk.page.fill('input[name=username]', username)
  await desk.page.fill('input[name=password]', PASSWORD)
  await desk.page.click('button[type=submit]')
  await desk.page.waitForURL('**/orders**')
  await live(desk)
  return desk
}

/** Opens the form of an action by its button, fills it in, confirms what can't be undone, and sends it. */
async function deed({ page }: Visit, name: string, fields: Record<string, string> = {}): Promise<void> {
  await page.click(`[data-deed="${name}"]`)
  for (const [field, text] of Object.entries(fields)) await page.fill(`form[data-form="${name}"] [name=${field}]`, text)
  await page.locator(`[data-submit="${name}"]`).waitFor()
  const sure = page.locator(`form[data-form="${name}"] [data-sure]`)
  if ((await sure.count()) > 0) await sure.click()
  await page.click(`[data-submit="${name}"]`)
}
const standing = (desk: Visit, state: string) => desk.page.locator(`[data-order="${order.id}"] [data-state=${state}]`).waitFor()

beforeAll(async () => {
  ;[system, browser] = await Promise.all([startConstellation({ web: true, workers: 1 }), launchBrowser()])
  admin = new Administrator(system)
  await admin.unit('school-1', { name: '育才小学食堂', point: POINT, contacts: [{ name: '王某', phone: PHONE }, { name: '李某', phone: OTHER_PHONE }] })
  for (const [username, role, jurisdiction] of [['liu', 'duty', { scope: 'city' }], ['zhao', 'inspector', { scope: 'city' }], ['wang', 'enterprise', { scope: 'unit', unit: 'school-1' }]] as const) {
    await admin.create('users', { username, name: username, role, jurisdiction, password: PASSWORD })
  }
  await admin.device('camera-1', 'school-1', { profile: 'camera', place: '后厨' })
  await admin.device('freezer-1', 'school-1', { place: '一号冷库' })
  await admin.create('rules', {
    id: 'freezer-test', name: '冷冻柜高温', scope: { deviceIds: ['freezer-1'] }, metric: 'temperature', above: -12, for: '0s', severity: 'major', order: 'none', basis: { kind: 'guidance', document: '餐饮服务食品安全操作规范', status: 'unverified' },
  })
  ;[phone, unbound] = await Promise.all([1, 2].map(() => ProofPhone.signIn(system, { username: 'wang', password: PASSWORD }, PHONE, POINT))) as [ProofPhone, ProofPhone]
  ;[issuer, verifier] = await Promise.all([atDesk('liu'), atDesk('zhao')])
})
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

describe('the closed loop', () => {
  it('begins with what a camera and a thermometer saw, confirmed by a person', async () => {
    const now = Date.now()
    // A rat is believed when it was seen three times within a minute.
    await admin.call('POST', 'detections', [8, 4, 0].map((ago, i) => ({ device: 'camera-1', ts: now - ago * 1_000, id: `d${i}`, phase: 'start', type: 'rodent', confidence: 0.97, box: [0.1, 0.1, 0.2, 0.2], zone: '后厨' })))
    await admin.call('POST', 'readings', [{ device: 'freezer-1', ts: now - 20 * MINUTE_MS, values: { temperature: -6.5 } }])
    alert = await until('the camera\'s alert', async () => (await admin.alerts('device=camera-1')).find(({ review }) => review === 'pending'))
    sensorAlert = await until('the thermometer\'s alert', async () => (await admin.alerts('device=freezer-1')).find(({ ruleId }) => ruleId === 'freezer-test'))
    order = await admin.create<Order & Record<string, unknown>>('orders', { alertIds: [alert.id, sensorAlert.id], title: '后厨有鼠，冷库超温', items: [{ id: '1', text: '灭鼠并封堵孔洞' }], basis: { kind: 'guidance', document: '餐饮服务食品安全操作规范', status: 'unverified' } })
    await issuer.page.locator(`[data-order-row="${order.id}"]`).click()
    await deed(issuer, 'triage')
    await issuer.page.getByText('识别结果须先由人复核确认').waitFor()
    await issuer.page.keyboard.press('Escape')
    expect((await admin.call('POST', `alerts/${alert.id}/confirm`, {})).status).toBe(200)
    await deed(issuer, 'triage')
    await standing(issuer, 'triaged')
  })

  it('goes out with a number and a notice in proper Chinese, and the phone accepts it', async () => {
    await deed(issuer, 'issue', { 'officer-1': '刘洋', 'certificate-1': 'JT-001', 'officer-2': '赵娜', 'certificate-2': 'JT-002' })
    await standing(issuer, 'assigned')
    const { number } = await orderNow()
    expect(number).toMatch(/^衡市监责改〔\d{4}〕1号$/)
    const href = await issuer.page.locator('[data-print]').getAttribute('href')
    const answer = await issuer.context.request.get(`${system.url}${href ?? ''}`)
    expect(answer.headers()['content-type']).toBe('application/pdf')
    const [notice] = await pdfText(await answer.body())
    for (const text of ['责令改正通知书', number, '育才小学食堂', '灭鼠并封堵孔洞', '刘洋', 'JT-002']) expect(notice).toContain(text)
    await phone.act(order.id, 'accept')
    await phone.act(order.id, 'start')
    await standing(issuer, 'in_progress')
  })

  it('binds the phone to its number by the code that an officer sees and reads out', async () => {
    await phone.bind('school-1', async (id) => {
      const asked = issuer.page.locator(`[data-phone="${id}"]`)
      await asked.locator('[data-act=read-out]').click({ timeout: 30_000 })
      return asked.locator('[data-code]').innerText()
    })
    await issuer.page.locator('[data-phone][data-state=bound]').getByText(PHONE).waitFor({ timeout: 30_000 })
  })

  it('refuses forged photos one by one, each for what is wrong, and shows it to the officer', async () => {
    const known = await aPhoto(20)
    const send = async (bytes: Buffer, claim = {}): Promise<OrderPhoto> => phone.photograph(order.id, '1', bytes, await aFace(), claim)
    // The file that comes again below.
    expect((await send(known, { capture: { word: '昨天' } })).holds).toBe(false)
    const forgeries: [string, string, Promise<OrderPhoto>][] = [
      ['an old photo', 'time: before-issue', send(await aPhoto(21, { takenAt: Date.now() - 30 * MINUTE_MS }))],
      ['a browser that nobody bound', 'phone: browser-not-bound', unbound.photograph(order.id, '1', await aPhoto(25), await aFace())],
      ['another place', 'place: too-far', send(await aPhoto(22), { capture: { point: [115.72, 37.74] } })],
      ['another phone', 'phone: other-phone', send(await aPhoto(23), { capture: { phone: OTHER_PHONE } })],
      ['an edited picture', 'tamper: editing-software', send(await aPhoto(24, { software: 'Adobe Photoshop 25.1' }))],
      ['a duplicate', 'tamper: same-file', send(known)],
    ]
    for (const [what, fault, sent] of forgeries) {
      const { id, checks, holds } = await sent
      expect({ what, holds, faults: checks.filter(({ status }) => status === 'fail').map(({ name, reason }) => `${name}: ${reason}`) }).toEqual({ what, holds: false, faults: [fault] })
      await verifier.page.goto(`${system.url}/orders?order=${order.id}`)
      await verifier.page.locator(`[data-photo="${id}"] [data-check=${fault.split(':')[0] ?? ''}][data-status=fail]`).waitFor()
    }
    await expect(phone.act(order.id, 'submit')).rejects.toThrow('photos-missing')
  })

  it('takes good proof, but is verified neither by who issued it nor before the readings are back', async () => {
    expect((await phone.photograph(order.id, '1', await aPhoto(40), await aFace())).holds).toBe(true)
    await phone.act(order.id, 'submit')
    await standing(issuer, 'submitted')
    expect(await issuer.page.locator('[data-deed=verify]').count()).toBe(0)
    await standing(verifier, 'submitted')
    await deed(verifier, 'verify')
    await verifier.page.getByText('读数还没有恢复足够时间').waitFor()
    await verifier.page.keyboard.press('Escape')
    expect((await orderNow()).state).toBe('submitted')
  })

  it('is verified and closed once the readings have been back in range for the set time, and counts in the funnel', async () => {
    const now = Date.now()
    await admin.call('POST', 'readings', Array.from({ length: 18 }, (_, i) => ({ device: 'freezer-1', ts: now - (18 - i) * MINUTE_MS, values: { temperature: -18.3 } })))
    await until('the readings to be back', async () => (await admin.get<Alert>(`alerts/${sensorAlert.id}`)).state === 'resolved')
    await deed(verifier, 'verify')
    await standing(verifier, 'verified')
    await deed(verifier, 'close', { note: '整改完成，读数正常' })
    await standing(verifier, 'closed')
    const { timeline } = await orderNow()
    expect(timeline.map(({ event }) => event).filter((event) => !event.startsWith('photo-'))).toEqual(['found', 'triaged', 'issued', 'accepted', 'started', 'submitted', 'verified', 'closed'])
    expect(timeline.findLast(({ event }) => event === 'verified')?.by).not.toBe(timeline.find(({ event }) => event === 'issued')?.by)
    await verifier.page.keyboard.press('Escape')
    await verifier.page.locator('[data-funnel-step=closed][data-count="1"]').waitFor({ state: 'attached' })
    expect([...issuer.complaints, ...verifier.complaints].filter((text) => !/ 4(03|09|22) /.test(text))).toEqual([])
  })
})
