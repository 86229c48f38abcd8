import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Inspection } from '../../domain/inspection.ts'
import { Administrator, until } from '../integration/administrator.ts'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { launchBrowser, signIn, visit, type Visit } from './browser.ts'
import { arrive, PASSWORD, picture } from './inspectionScene.ts'

const UNITS = ['school-1', 'school-2', 'school-3']
let system: Constellation
let admin: Administrator
let browser: Browser
let desk: Visit

/** A page of somebody else, signed in on the way to `path`. */
async function pageOf(username: string, path: string): Promise<Visit> {
  const visited = await visit(browser, { width: 390, height: 844 })
  await arrive(visited, system.url, path, username)
  return visited
}

beforeAll(async () => {
  ;[system, browser] = await Promise.all([startConstellation({ web: true, demo: false, workers: 1 }), launchBrowser()])
  admin = new Administrator(system)
  for (const [i, id] of UNITS.entries()) await admin.unit(id, { name: `育才小学食堂${i + 1}`, kind: 'canteen' })
  const district = { scope: 'districts', districts: ['131102'] }
  for (const username of ['li', 'wang']) await admin.create('users', { username, name: `${username}检`, role: 'inspector', jurisdiction: district, password: PASSWORD })
  await admin.create('users', { username: 'boss', name: '王某', role: 'enterprise', jurisdiction: { scope: 'unit', unit: 'school-1' }, password: PASSWORD })
  desk = await visit(browser)
  await signIn(desk, system)
})
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

it('opens a plan: several units at once, each with an inspector who can be changed, watched as one campaign', async () => {
  const { page } = desk
  await page.goto(`${system.url}/inspect`)
  await page.locator('[data-do=plan]').click()
  await page.fill('input[name=plan-campaign]', '中秋专项')
  await page.fill('input[name=plan-reason]', '节前抽查')
  await page.locator('[data-field=units] input').fill('育才小学')
  for (const id of UNITS) await page.getByRole('option', { name: `育才小学食堂${id.at(-1)}` }).click()
  await page.locator('input[name=plan-reason]').click()
  await page.locator('[data-plan-unit] select').nth(2).waitFor()
  const picked = await page.locator('[data-plan-unit] select').evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))
  expect(new Set(picked.slice(0, 2))).toEqual(new Set(['li', 'wang']))
  await page.locator('[data-plan-unit=school-3] select').selectOption('wang')
  await picture(page, 'inspection-plan')
  await page.locator('[data-submit=plan]').click()
  await page.locator('[data-inspection]').nth(2).waitFor()
  const { items } = await admin.get<{ items: Inspection[] }>('inspections?campaign=%E4%B8%AD%E7%A7%8B%E4%B8%93%E9%A1%B9')
  expect(items.map((one) => one.unitId).toSorted()).toEqual(UNITS)
  expect(items.every((one) => one.source === 'plan' && one.reason === '节前抽查')).toBe(true)
  expect(items.find((one) => one.unitId === 'school-3')?.inspectors).toEqual([{ username: 'wang', name: 'wang检' }])
})

it('sends another inspector instead, chosen from those who are free and near', async () => {
  const { id } = await admin.create<{ id: string }>('inspections', { unitId: 'school-1', reason: '投诉核查', inspectors: ['li'] })
  const { page } = desk
  await page.goto(`${system.url}/inspect/${id}`)
  await page.locator('[data-do=assign]').click()
  expect(await page.locator('[data-person=li] input').isDisabled()).toBe(true)
  await page.locator('[data-person=wang] input').check()
  await page.locator('[data-field=instead]').click()
  await page.getByRole('option', { name: '接替 li检' }).click()
  await picture(page, 'inspection-assign')
  await page.locator('[data-submit=assign]').click()
  const now = await until('the other inspector', async () => {
    const one = await admin.get<Inspection>(`inspections/${id}`)
    return one.inspectors[0]?.username === 'wang' && one
  })
  expect([now.inspectors.length, now.steps.at(-1)?.note]).toEqual([1, 'wang ← li'])
})

it('keeps all that is known of a unit on one page, and an unannounced inspection from the unit until the check-in', async () => {
  const token = await admin.device('fridge-1', 'school-1', { profile: 'catering-chiller', place: '冷藏柜 1 号' })
  const client = await admin.connect('fridge-1', token)
  await client.publishAsync('mingjian/fridge-1/readings', JSON.stringify({ ts: Date.now(), values: { temperature: 4.2 } }), { qos: 1 })
  const { id } = await admin.create<{ id: string }>('inspections', { unitId: 'school-1', reason: '多次投诉', inspectors: ['li'], unannounced: true })
  await desk.page.goto(`${system.url}/units/school-1`)
  const archive = desk.page.locator('.archive[data-unit=school-1]')
  await archive.locator('[data-part=entry]').getByText('育才小学食堂1').or(archive.getByText('school-1')).first().waitFor()
  await archive.locator('[data-device=fridge-1] b').waitFor()
  expect(await archive.locator('[data-device=fridge-1]').innerText()).toMatch(/冷藏柜 1 号[\s\S]*4\.2 °C/)
  await archive.locator(`[data-inspection="${id}"]`).waitFor()
  await picture(desk.page, 'unit')
  const unit = await pageOf('boss', '/units/school-1')
  await unit.page.locator('[data-part=inspections] [data-inspection]').first().waitFor()
  expect(await unit.page.locator(`[data-inspection="${id}"]`).count()).toBe(0)
  const cookie = (await (await fetch(`${system.url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'li', password: PASSWORD }) })).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const act = (action: string, body: object) => fetch(`${system.url}/api/v1/inspections/${id}/${action}`, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify(body) })
  expect((await act('accept', {})).status).toBe(200)
  const { unitPoint } = await admin.get<Inspection>(`inspections/${id}`)
  expect((await act('check-in', { point: unitPoint, accuracy: 10 })).status).toBe(200)
  await unit.page.locator(`[data-inspection="${id}"]`).waitFor()
  await client.publishAsync('mingjian/fridge-1/readings', JSON.stringify({ ts: Date.now(), values: { temperature: 5.5 } }), { qos: 1 })
  await unit.page.locator('[data-device=fridge-1]').getByText('5.5 °C').waitFor()
  await client.endAsync()
  await picture(unit.page, 'unit-phone')
  await unit.page.goto(`${system.url}/units/school-2`)
  await unit.page.getByText('没有这家单位，或不在管辖范围').waitFor()
  for (const path of ['/duty', '/orders', '/inspect', '/admin', '/admin/silences']) {
    await unit.page.goto(system.url + path)
    await unit.page.getByText('这个页面不对您的角色开放').waitFor()
  }
  await unit.page.getByRole('link', { name: '回到首页' }).click()
  await unit.page.waitForURL(/\/m\//)
  expect(unit.complaints.filter((text) => !/404|401/.test(text))).toEqual([])
})
