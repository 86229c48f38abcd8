import type { MqttClient } from 'mqtt'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Administrator, until } from '../integration/administrator.ts'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { launchBrowser, visit, type Visit } from './browser.ts'

const DEVICE = 'admin-fridge'
const MINUTE = 60_000

let system: Constellation
let admin: Administrator
let browser: Browser
let desk: Visit

/** Two days of minutes: in range, but for four spells at 9 °C and two of them beyond 12 °C. */
function recorded(end: number): object[] {
  const spell = (i: number): number => (i % 700 < 40 ? (i % 1_400 < 40 ? 13 : 9) : 4)
  return Array.from({ length: 2_800 }, (_, i) => ({ device: DEVICE, ts: end - (2_800 - i) * MINUTE, values: { temperature: spell(i) } }))
}

beforeAll(async () => {
  ;[system, browser] = await Promise.all([startConstellation({ web: true, workers: 1 }), launchBrowser()])
  admin = new Administrator(system)
  await admin.unit('admin-unit', { name: '育才小学食堂' })
  await admin.device(DEVICE, 'admin-unit', { profile: 'dry-store', place: '冷藏柜' })
  await admin.create('rules', {
    id: 'admin-rule', name: '冷藏过温', scope: { deviceIds: [DEVICE] }, metric: 'temperature', above: 12, for: '10m', severity: 'major', order: 'none',
    clear: { margin: 0, for: 0 }, basis: { kind: 'legal', status: 'unverified' },
  })
  const { status } = await admin.call('POST', 'readings', recorded(Math.floor(Date.now() / MINUTE) * MINUTE))
  expect(status).toBe(200)
  await until('the alerts that were', async () => (await admin.alerts(`device=${DEVICE}`)).filter((alert) => alert.ruleId === 'admin-rule').length === 2)
  desk = await visit(browser)
  await desk.page.goto(`${system.url}/admin/rules?rule=admin-rule`)
  await desk.page.waitForURL('**/login**')
  await desk.page.fill('input[name=username]', 'admin')
  await desk.page.fill('input[name=password]', system.adminPassword)
  await desk.page.click('button[type=submit]')
  await desk.page.waitForURL('**/admin/rules**')
})
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

describe('the page of the rules', () => {
  it('tries a draft on recorded readings, shows what it would raise beside what was, and keeps it', async () => {
    const { page } = desk
    const editor = page.locator('[data-editor="admin-rule"]')
    await editor.locator('[name=limit]').fill('8')
    await editor.locator('[name=limit]').blur()
    await editor.getByText('未保存').waitFor()
    await editor.locator('[data-act=try]').click()
    await editor.locator('[data-trial=done]').waitFor()
    await editor.locator('[data-outcome]').waitFor()
    expect(await editor.locator('[data-sum=would]').innerText()).toBe('4')
    expect(await editor.locator('[data-sum=were]').innerText()).toBe('2')
    expect(await editor.locator('[data-fate=new]').count()).toBe(2)
    expect(await editor.locator('[data-fate=both]').count()).toBe(2)
    expect(await editor.locator(`[data-device="${DEVICE}"] .figure`).allInnerTexts()).toEqual(['4', '2'])
    await editor.locator('figure canvas').waitFor()
    await editor.locator('[data-fate=new] button').first().click()
    await editor.getByText('看整段').waitFor()

    await editor.locator('[data-act=save]').click()
    await editor.getByText('已保存为第 2 版').waitFor()
    expect(await admin.get<object>('rules/admin-rule')).toMatchObject({ version: 2, above: 8, author: 'admin' })
  })

  it('asks again before it loosens a legal limit, and shows what the server refuses at its field', async () => {
    const { page } = desk
    const editor = page.locator('[data-editor="admin-rule"]')
    await editor.locator('[name=limit]').fill('10')
    await editor.locator('[name=limit]').blur()
    await editor.locator('[name=for]').fill('a while')
    await editor.locator('[data-act=save]').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('限值放宽（8 → 10）').waitFor()
    await dialog.locator('[data-act=sure]').click()
    await editor.locator('[data-field=levels] .fault').waitFor()
    expect((await admin.get<{ version: number }>('rules/admin-rule')).version).toBe(2)
  })
})

describe('the page of the devices', () => {
  const devEui = 'a84041ffff00000a'
  const uplink = (n: number) => JSON.stringify({
    deduplicationId: String(n), time: new Date().toISOString(), deviceInfo: { devEui, applicationId: 'a' }, fCnt: n, fPort: 2, data: 'AQ==', object: { temperature: -18 - n / 10 },
  })
  let gateway: MqttClient
  const say = (n: number) => gateway.publishAsync(`application/1/device/${devEui}/event/up`, uplink(n), { qos: 1 })
  afterAll(() => gateway?.endAsync(true))

  it('registers a device that waits behind its gateway in two clicks, its last values in sight, and shows its token once', async () => {
    const { token } = await admin.create<{ token: string }>('devices', { id: 'admin-gateway', unit: 'admin-unit', profile: 'gateway', format: 'chirpstack' })
    gateway = await admin.connect('admin-gateway', token)
    await say(4)
    const { page } = desk
    await page.goto(`${system.url}/admin/devices?view=waiting`)
    const row = page.locator('[data-waiting]')
    await row.getByText('−18.4 °C').waitFor()
    await row.locator('[data-act=register]').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('按读数推测').waitFor()
    await dialog.getByText(/育才小学食堂/).waitFor()
    await dialog.locator('[data-act=register-now]').click()
    await dialog.locator('[data-registered]').waitFor()
    expect(await dialog.locator('.token').innerText()).toMatch(/^mjd/)
    expect((await admin.get<{ items: { profile: string; unit: string }[] }>('devices?gateway=admin-gateway')).items).toMatchObject([{ profile: 'catering-freezer', unit: 'admin-unit' }])
  })

  it('opens the last messages of a device as they came and what they became, and shows the next by itself', async () => {
    const { page } = desk
    await say(5)
    await page.goto(`${system.url}/admin/devices`)
    await page.locator(`[data-device="${devEui}"] [data-act=messages]`).click()
    const first = page.locator('[data-messages] [data-message]').first()
    await first.locator('[data-result=reading]').getByText('−18.5 °C').waitFor()
    expect(JSON.parse(await first.locator('[data-payload]').innerText())).toMatchObject({ object: { temperature: -18.5 } })
    await gateway.publishAsync(`application/1/device/${devEui}/event/up`, Buffer.from([0x7b, 0, 0xff]), { qos: 1 })
    await say(6)
    await first.getByText('−18.6 °C').waitFor()
    await page.goto(`${system.url}/admin/devices?device=admin-gateway`)
    await page.locator('[data-result=unparsable]').waitFor()
    await page.getByText(/^00000000 {2}7b 00 ff/).waitFor()
    await page.goto(`${system.url}/admin/devices?device=${DEVICE}&view=register`)
    await page.locator('[data-messages]').waitFor()
    expect(desk.complaints.filter((line) => !/422|401/.test(line))).toEqual([])
  })
})

describe('a device of the register', () => {
  it('takes a calibration, and shows when the next is due', async () => {
    const { page } = desk
    await page.goto(`${system.url}/admin/devices`)
    await page.locator(`[data-device="${DEVICE}"] [data-act=edit]`).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('[name=calibratedAt]').fill('2026-05-01')
    await dialog.locator('[name=calibrationDays]').fill('100')
    await dialog.locator('[data-act=save-device]').click()
    await page.locator(`[data-device="${DEVICE}"]`).getByText('2026-08-09').waitFor()
    expect(await admin.get<object>(`devices/${DEVICE}`)).toMatchObject({ calibratedAt: '2026-04-30T16:00:00.000Z', calibrationDays: 100, place: '冷藏柜' })
  })
})

describe('the page of the units', () => {
  it('gives a unit a tag, by which it is found and rules name it', async () => {
    const { page } = desk
    await page.goto(`${system.url}/admin/units`)
    await page.locator('[data-unit="admin-unit"] [data-act=edit]').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: '标签' }).fill('校园周边')
    await page.getByRole('option', { name: '校园周边' }).click()
    await dialog.locator('header').click()
    await dialog.locator('[name=openingHours]').fill('周一至周五 10:00-22:00')
    await dialog.locator('[data-act=save-unit]').click()
    await page.locator('[data-unit="admin-unit"]').getByText('校园周边').waitFor()
    expect(await admin.get<object>('units/admin-unit')).toMatchObject({ tags: ['校园周边'], openingHours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '10:00', to: '22:00' }] })
  })
})

describe('the page of the silences', () => {
  it('silences what an alert is about until the morning, says why and until when, and ends it early', async () => {
    const { page } = desk
    await page.goto(`${system.url}/admin/silences?device=${DEVICE}`)
    const dialog = page.getByRole('dialog')
    await dialog.getByText(`冷藏柜 · ${DEVICE}`).waitFor()
    const submit = dialog.locator('[data-act=save-silence]')
    expect(await submit.isDisabled()).toBe(true)
    await dialog.locator('[data-end=morning]').click()
    await dialog.locator('[name=reason]').fill('化霜检修')
    await submit.click()
    const row = page.locator('tr[data-state=active]')
    await row.getByText('化霜检修').waitFor()
    const [made] = (await admin.get<{ items: { scope: object; until: string }[] }>('silences?active=true')).items
    expect(made).toMatchObject({ scope: { devices: [DEVICE] }, author: 'user:admin' })
    expect(made?.until).toMatch(/T00:00:00\.000Z$/)
    await row.locator('[data-act=end]').click()
    await page.locator('.el-message-box__btns .el-button--primary').click()
    await page.getByText('现在没有静默').waitFor()
    await page.getByText('全部', { exact: true }).click()
    await page.locator('tr[data-state=ended]').getByText('提前结束').waitFor()
  })
})

describe('the pages of the administration', () => {
  it.each([
    [1920, 'rules?rule=admin-rule'], [390, 'rules?rule=admin-rule'], [390, 'rules'], [390, 'devices'], [390, 'devices?device=a84041ffff00000a'], [390, 'units'], [390, 'users'], [390, 'audit'], [390, 'dead-letters'],
  ] as const)('at %s px: nothing of %s sticks out sideways', async (width, path) => {
    await desk.page.setViewportSize({ width, height: 844 })
    await desk.page.goto(`${system.url}/admin/${path}`)
    await desk.page.locator('[data-rule], [data-device], [data-unit], [data-user], [data-seq], .end').first().waitFor({ state: 'attached' })
    expect(await desk.page.evaluate(() => [...document.querySelectorAll('main, .content, section')].filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.className || box.tagName))).toEqual([])
    expect(await desk.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
})
