import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Alert } from '../../domain/alert.ts'
import { Administrator, until } from '../integration/administrator.ts'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { launchBrowser, live, signIn, visit, type Visit } from './browser.ts'
import { awayFor } from './awayServer.ts'
import { PASSWORD, picture } from './inspectionScene.ts'
import { faultsOfLayout } from './layout.ts'

const UNIT = 'school-1'
/** Doors whose rule is fulfilled by the clock while the server is away; with the freezer as many as the wall has rows. */
const DOORS = Array.from({ length: 5 }, (_, i) => `door-${i + 1}`)
const AWAY_MS = 30_000

let system: Constellation
let admin: Administrator
let browser: Browser
let wall: Visit

/** Publishes readings of one device over MQTT; returns when they are acknowledged. */
async function publish(device: string, token: string, ...payload: object[]): Promise<void> {
  const client = await admin.connect(device, token)
  await client.publishAsync(`mingjian/${device}/readings`, JSON.stringify(payload), { qos: 1 })
  await client.endAsync()
}

const open = (): Promise<Alert[]> => admin.alerts('state=open,acknowledged')
const shown = (): Promise<string[]> => wall.page.locator('[data-alert]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-alert') ?? ''))
const sorted = (ids: readonly string[]): string[] => ids.toSorted()

beforeAll(async () => {
  ;[system, browser] = await Promise.all([startConstellation({ web: true, demo: false }), launchBrowser()])
  admin = new Administrator(system)
  await admin.unit(UNIT, { name: '育才小学食堂', kind: 'canteen' })
  wall = await visit(browser)
})
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

describe('the wall', () => {
  it('asks who we are, and of an empty system says that there is nothing', async () => {
    await signIn(wall, system)
    await wall.page.getByText('目前没有预警').first().waitFor()
    await wall.page.getByText('近 24 小时没有预警').waitFor()
    await wall.page.getByText('还没有整改单').waitFor()
    expect(await shown()).toEqual([])
  })

  it('shows an alert within seconds of the reading that broke the rule, its draft order, its figures and its curve', async () => {
    const token = await admin.device('freezer-1', UNIT, { place: '冷冻柜', interval: 3_600 })
    await admin.create('rules', {
      id: 'freezer-test', name: '冷冻柜高温', scope: { deviceIds: ['freezer-1'] }, metric: 'temperature', above: -12, for: '0s', clear: { margin: 0.5, for: '5m' },
      severity: 'critical', order: 'draft', basis: { kind: 'standard', document: 'GB 31654-2021', status: 'unverified' },
    })
    const now = Date.now()
    await publish('freezer-1', token, { ts: now - 60_000, values: { temperature: -18 } }, { ts: now, values: { temperature: -4.2 } })
    const row = wall.page.locator('[data-alert^="freezer-1~freezer-test~"]')
    await row.waitFor()
    expect(await row.innerText()).toMatch(/育才小学食堂[\s\S]*−4\.2 °C\s*高于 −12 °C/)
    await row.getByText('已拟单').waitFor()
    const focus = wall.page.locator('[data-focus^="freezer-1~"]')
    await focus.getByText('−4.2 °C').waitFor()
    await focus.locator('canvas').waitFor()
    await wall.page.getByText('在办 1 单').waitFor()
  })

  it('says that the server is gone, comes back by itself, and shows each alert of the time between once', async () => {
    const tokens = new Map<string, string>()
    for (const door of DOORS) tokens.set(door, await admin.device(door, UNIT, { profile: 'door', interval: 3_600, place: door }))
    await admin.create('rules', {
      id: 'door-test', name: '门未关', scope: { deviceIds: DOORS }, metric: 'door', above: 0.5, for: '20s', clear: { margin: 0, for: '0s' }, severity: 'major', basis: { kind: 'platform' },
    })
    await wall.page.evaluate(() => ((window as Window & { sameVisit?: true }).sameVisit = true))
    for (const door of DOORS) await publish(door, tokens.get(door) ?? '', { ts: Date.now(), values: { door: 1 } })
    const before = await open()
    expect(before.map((alert) => alert.deviceId)).toEqual(['freezer-1'])

    const away = awayFor(system, AWAY_MS)
    await wall.page.getByRole('alert').getByText('与服务器的连接已断开').waitFor({ timeout: AWAY_MS - 5_000 })
    expect(await shown()).toEqual(before.map((alert) => alert.id))
    const back = await away
    await live(wall)
    await until('every notice to go', async () => (await wall.page.getByRole('alert').count()) === 0)

    const raised = await until('the alerts of all doors', async () => {
      const alerts = await open()
      return alerts.length === DOORS.length + 1 && alerts
    })
    const doors = raised.filter((alert) => alert.ruleId === 'door-test')
    expect(doors.every((alert) => Date.parse(alert.openedAt) < back)).toBe(true)
    await until('all of them on the page', async () => (await shown()).length >= raised.length)
    expect(sorted(await shown())).toEqual(sorted(raised.map((alert) => alert.id)))
    expect(await wall.page.locator('[data-alert^="door-1~"]').innerText()).toMatch(/门开着 (\d+ 分 )?\d+ 秒/)
    expect(await wall.page.evaluate(() => (window as Window & { sameVisit?: true }).sameVisit)).toBe(true)
  })

  it('shows what the API lists to who opens it anew', async () => {
    await wall.page.reload()
    await live(wall)
    const ids = (await open()).map((alert) => alert.id)
    await until('every open alert on the page', async () => (await shown()).length === ids.length)
    expect(sorted(await shown())).toEqual(sorted(ids))
  })

  it('shows the inspections that go on, without picture or sound, and of an unannounced one neither where nor who', async () => {
    await admin.create('users', { username: 'inspector', name: '李检', role: 'inspector', jurisdiction: { scope: 'districts', districts: ['131102'] }, password: PASSWORD })
    const sockets: string[] = []
    wall.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sockets.push(String(payload))))
    const open = async (more: object): Promise<string> => (await admin.create<{ id: string }>('inspections', { unitId: UNIT, reason: '冷冻柜高温', inspectors: ['inspector'], ...more })).id
    const secret = await open({ unannounced: true })
    const plain = await open({})
    const tile = wall.page.locator(`.inspections [data-inspection="${plain}"]`)
    await tile.waitFor()
    expect(await tile.innerText()).toMatch(/育才小学食堂[\s\S]*桃城区 · 李检[\s\S]*待接受[\s\S]*问题 0[\s\S]*未连线[\s\S]*0\/\d+ 项/)
    await wall.page.getByText('画面按隐私规定不上墙').waitFor()
    const hidden = await wall.page.locator(`.inspections [data-inspection="${secret}"]`).innerText()
    expect(hidden).toContain('到场签到前保密')
    expect(hidden).not.toMatch(/育才|桃城|李检/)
    expect(await wall.page.locator('.inspections :is(video, audio, img, canvas)').count()).toBe(0)
    expect(sockets.filter((text) => text.includes('/inspect,'))).toEqual([])
  })

  it('leads from an alert to an inspection of its unit, and to the unit’s archive', async () => {
    await wall.page.locator('[data-alert^="freezer-1~"]').click()
    const card = wall.page.locator(`.unit-card[data-unit="${UNIT}"]`)
    expect(await card.locator('[data-do=inspect]').getAttribute('href')).toMatch(/^\/inspect\?alert=freezer-1~/)
    expect(await card.locator('[data-do=archive]').getAttribute('href')).toBe(`/units/${UNIT}`)
    await picture(wall.page, 'screen-card')
    await card.getByRole('button').click()
    expect(await card.count()).toBe(0)
  })

  it('says that a failed trend will be asked for again, and does so', async () => {
    const fresh = await visit(browser)
    let refused = 0
    await fresh.page.route('**/stats/trend**', async (route) => {
      if (refused < 2) {
        refused += 1
        await route.fulfill({ status: 503, json: { type: 'about:blank', title: 'away' } })
      } else await route.continue()
    })
    await signIn(fresh, system)
    const panel = fresh.page.getByLabel('近 24 小时预警').first()
    await panel.locator('canvas').waitFor()
    expect(refused).toBe(2)
    await fresh.context.close()
  })
})

describe.each([
  { width: 1920, height: 1080 },
  { width: 3840, height: 1080 },
  { width: 1080, height: 1920 },
])('at $width × $height', (viewport) => {
  it.each(['zh', 'en'])('nothing overlaps, sticks out or is too small to read, and the page complains of nothing (%s)', async (locale) => {
    const { page, context, complaints } = await visit(browser, viewport)
    await context.addCookies(await wall.context.cookies())
    await page.addInitScript((value) => localStorage.setItem('mingjian.locale', value), locale)
    await page.goto(`${system.url}/screen`)
    await live({ page })
    await page.locator('[data-alert]').first().waitFor()
    await page.locator('.focus canvas').waitFor()
    const shot = await page.screenshot()
    await picture(page, `screen-${viewport.width}-${locale}`)
    expect(shot.byteLength).toBeGreaterThan(30_000)
    expect(await page.evaluate(faultsOfLayout)).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  })
})
