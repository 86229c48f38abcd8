import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Alert } from '../../domain/alert.ts'
import { Administrator, until } from '../integration/administrator.ts'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { launchBrowser, live, signIn, visit, type Visit } from './browser.ts'

const UNIT = 'school-1'
/** One alert for each thing that is done here. */
const DEVICES = ['freezer-1', 'freezer-2', 'freezer-3', 'freezer-4']

let system: Constellation
let admin: Administrator
let browser: Browser
let desk: Visit
const tokens = new Map<string, string>()

/** Warms one freezer; its alert is raised at once. */
async function warm(device: string): Promise<void> {
  const client = await admin.connect(device, tokens.get(device) ?? '')
  await client.publishAsync(`mingjian/${device}/readings`, JSON.stringify({ ts: Date.now(), values: { temperature: -4.2 } }), { qos: 1 })
  await client.endAsync()
}
const row = (device: string) => desk.page.locator(`[data-alert^="${device}~"]`)
const alertOf = async (device: string): Promise<Alert | undefined> => (await admin.alerts(`device=${device}`))[0]
const acted = (device: string, state: string): Promise<Alert> => until(`${device} to be ${state}`, async () => {
  const alert = await alertOf(device)
  return alert?.state === state && alert
})

beforeAll(async () => {
  ;[system, browser] = await Promise.all([startConstellation({ web: true, workers: 1 }), launchBrowser()])
  admin = new Administrator(system)
  await admin.unit(UNIT, { name: '育才小学食堂', kind: 'canteen', contacts: [{ name: '王某', phone: '0318-000 0000', role: '负责人' }] })
  for (const device of DEVICES) tokens.set(device, await admin.device(device, UNIT, { place: `冷冻柜 ${device.at(-1)} 号` }))
  await admin.create('rules', {
    id: 'freezer-test', name: '冷冻柜高温', scope: { deviceIds: DEVICES }, metric: 'temperature', above: -12, for: '0s', severity: 'major', order: 'none',
    basis: { kind: 'standard', document: 'GB 31654-2021', clause: '9.9', status: 'unverified' },
  })
  desk = await visit(browser)
  await signIn(desk, system)
  await desk.page.goto(`${system.url}/duty`)
  await live(desk)
})
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

describe('the duty desk', () => {
  it('says that nothing waits, and shows an alert that arrives, what it is about and by when to act', async () => {
    await desk.page.getByText('目前没有待处置的预警').waitFor()
    await warm('freezer-1')
    await row('freezer-1').waitFor()
    expect(await row('freezer-1').innerText()).toMatch(/较重[\s\S]*育才小学食堂[\s\S]*温度 −4\.2 °C 高于 −12 °C[\s\S]*桃城区 · 单位食堂 · 冷冻柜 1 号[\s\S]*前应处置/)
    await until('the title', async () => (await desk.page.title()) === '(1) 明鉴 值班')
  })

  it('tells the story of an alert opened by key, without a clause that nobody verified', async () => {
    await desk.page.keyboard.press('j')
    await desk.page.keyboard.press('Enter')
    const story = desk.page.locator('[data-story^="freezer-1~"]')
    await story.locator('canvas').waitFor()
    await story.locator('a[href="tel:03180000000"]').waitFor()
    await story.getByText('温度高于 −12 °C，立即：较重').waitFor()
    const text = await story.innerText()
    expect(text).toContain('GB 31654-2021')
    expect(text).not.toContain('9.9')
    expect(new URL(desk.page.url()).searchParams.get('alert')).toMatch(/^freezer-1~/)
  })

  it('takes an alert over by key: it shows at once, and the API knows by whom', async () => {
    await desk.page.keyboard.press('a')
    await desk.page.locator('[data-state=acknowledged]').waitFor()
    const alert = await acted('freezer-1', 'acknowledged')
    expect(alert.timeline.at(-1)).toMatchObject({ event: 'acknowledged', by: 'user:admin' })
    await desk.page.locator('[data-story] [data-event=acknowledged]').getByText('（我）').waitFor()
    await row('freezer-1').waitFor({ state: 'detached' })
  })

  it('makes an order of the opened alert', async () => {
    await desk.page.keyboard.press('o')
    await desk.page.fill('textarea[name=items]', '修复冷冻柜\n报废受影响食品')
    await desk.page.click('[data-submit=order]')
    await desk.page.locator('[data-story] [data-order]').waitFor()
    const { id } = (await alertOf('freezer-1')) ?? { id: '' }
    const [order] = await admin.orders()
    expect(order).toMatchObject({ alertIds: [id], unitId: UNIT, state: 'found', items: [{ id: '1', text: '修复冷冻柜' }, { id: '2', text: '报废受影响食品' }] })
    await desk.page.keyboard.press('Escape')
  })

  it('takes back a dismissal that was undone, and sends the next with its reason', async () => {
    await warm('freezer-2')
    await row('freezer-2').click()
    await desk.page.locator('[data-story^="freezer-2~"]').waitFor()
    const dismiss = async (): Promise<void> => {
      await desk.page.keyboard.press('d')
      await desk.page.click('[data-reason=mistaken]')
      await desk.page.click('[data-submit=dismiss]')
      await row('freezer-2').waitFor({ state: 'detached' })
    }
    await dismiss()
    await desk.page.keyboard.press('u')
    await row('freezer-2').waitFor()
    expect((await alertOf('freezer-2'))?.state).toBe('open')
    await dismiss()
    const alert = await acted('freezer-2', 'dismissed')
    expect(alert.timeline.filter(({ event }) => event === 'dismissed')).toMatchObject([{ by: 'user:admin', note: 'mistaken' }])
    await desk.page.keyboard.press('Escape')
  })

  it('takes over all that is selected, and keeps what the server did not hear of, with the reason, until it is tried again', async () => {
    await Promise.all([warm('freezer-3'), warm('freezer-4')])
    await row('freezer-3').waitFor()
    await row('freezer-4').waitFor()
    await desk.page.route('**/acknowledge', (route) => route.abort())
    for (const key of ['Home', 'x', 'j', 'Shift+X', 'a']) await desk.page.keyboard.press(key)
    await desk.page.locator('[data-held]').getByText('已接手 2 条').waitFor()
    const failures = desk.page.getByRole('alert').getByText('连不上服务器')
    await until('both failures', async () => (await failures.count()) === 2)
    expect(await row('freezer-3').count()).toBe(1)
    await desk.page.unroute('**/acknowledge')
    await desk.page.getByRole('button', { name: '再试' }).first().click()
    await desk.page.getByRole('button', { name: '再试' }).first().click()
    await Promise.all([acted('freezer-3', 'acknowledged'), acted('freezer-4', 'acknowledged')])
    await until('no failure left', async () => (await failures.count()) === 0)
  })

  it('assigns all that is selected by key, tells whose they are, and shows mine by key', async () => {
    await desk.page.goto(`${system.url}/duty?state=acknowledged`)
    await row('freezer-4').waitFor()
    // While somebody writes, letters are letters.
    await desk.page.keyboard.press('/')
    await desk.page.keyboard.type('g')
    expect(await desk.page.locator('[data-officer]').count()).toBe(0)
    await desk.page.fill('input[name=search]', '冷冻柜 4')
    // The letter alone matched neither.
    await row('freezer-3').waitFor({ state: 'detached' })
    await row('freezer-4').waitFor()
    for (const key of ['Escape', '*', 'g']) await desk.page.keyboard.press(key)
    await desk.page.locator('.el-dialog .el-select').click()
    await desk.page.locator('[data-officer=admin]').click()
    await desk.page.click('[data-submit=assign]')
    await row('freezer-4').getByText('指派给').waitFor()
    const assigned = await until('the server to have it', async () => {
      const alert = await alertOf('freezer-4')
      return alert?.assignee && alert
    })
    expect(assigned).toMatchObject({ state: 'acknowledged', assignee: { username: 'admin' }, timeline: expect.arrayContaining([expect.objectContaining({ event: 'assigned', to: 'admin' })]) })
    await desk.page.keyboard.press('m')
    await desk.page.locator('[data-filter=mine][aria-pressed=true]').waitFor()
    expect(new URL(desk.page.url()).searchParams.get('mine')).toBe('1')
  })

  it('keeps its filter in the address', async () => {
    await desk.page.goto(`${system.url}/duty?state=acknowledged&q=${encodeURIComponent('冷冻柜 3')}`)
    await row('freezer-3').waitFor()
    await until('the others to be gone', async () => (await desk.page.locator('[data-alert]').count()) === 1)
  })
})
