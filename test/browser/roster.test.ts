import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Administrator, until } from '../integration/administrator.ts'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { launchBrowser, visit, type Visit } from './browser.ts'

let system: Constellation
let admin: Administrator
let browser: Browser
let desk: Visit
let relief: Visit

async function enter(who: Visit, username: string, password: string, path: string): Promise<void> {
  await who.page.goto(`${system.url}${path}`)
  await who.page.waitForURL('**/login**')
  await who.page.fill('input[name=username]', username)
  await who.page.fill('input[name=password]', password)
  await who.page.click('button[type=submit]')
  await who.page.waitForURL(`**${path}**`)
}

/** Whoever has not signed in yet is told so, which browsers call an error. */
const unexpected = ({ complaints }: Visit): string[] => complaints.filter((each) => !/401 .*\/api\/v1\/session/.test(each))

/** A picture for a person to look at, where one is asked for. */
async function picture(who: Visit, name: string): Promise<void> {
  const folder = process.env['PICTURES']
  if (folder) await who.page.screenshot({ path: `${folder}/${name}.png` })
}

beforeAll(async () => {
  ;[system, browser] = await Promise.all([startConstellation({ web: true, workers: 1 }), launchBrowser()])
  admin = new Administrator(system)
  for (const [username, name] of [['li', '李值班'], ['wang', '王值班']]) {
    await admin.create('users', { username, name, role: 'duty', jurisdiction: { scope: 'city' }, password: 'correct horse battery' })
  }
  await admin.unit('U1', { name: '育才小学食堂' })
  await admin.device('D1', 'U1', { place: '冷藏柜' })
  await admin.create('rules', {
    id: 'hot', name: '冷藏过温', scope: { deviceIds: ['D1'] }, metric: 'temperature', above: 30, for: '0s', severity: 'critical', order: 'none', clear: { margin: 0, for: 0 }, basis: { kind: 'platform' },
  })
  await admin.call('POST', 'readings', [{ device: 'D1', ts: Date.now(), values: { temperature: 40 } }])
  desk = await visit(browser)
  await enter(desk, 'admin', system.adminPassword, '/admin/roster')
  relief = await visit(browser)
})
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

it('the roster shows the week, takes a swap on one day and a new team, and keeps both', async () => {
  const { page } = desk
  await page.locator('[data-cell$=" day"]').first().waitFor()
  expect(await page.locator('[data-cell]').count()).toBe(14)
  await page.locator('[data-act=add-team]').click()
  await page.locator('[data-team="team-3"] input').first().fill('节日加强组')
  const cell = page.locator('[data-cell$=" night"]').nth(2)
  await cell.click()
  await page.getByRole('dialog').locator('.el-select').first().click()
  await page.locator('.el-select-dropdown__item:visible', { hasText: '节日加强组' }).click()
  await page.locator('[data-act=put]').click()
  await page.locator('[data-cell$=" night"]').nth(2).getByText('节日加强组').waitFor()
  await picture(desk, 'roster')
  await page.locator('[data-act=save]').click()
  await page.locator('[data-roster=kept]').waitFor()
  const { document } = await admin.get<{ document: { teams: { name: string }[]; overrides: { shift: string; team: string; instead: string }[] } }>('duty/roster')
  expect(document.teams.map(({ name }) => name)).toContain('节日加强组')
  expect(document.overrides).toMatchObject([{ shift: 'night', team: 'team-3', instead: 'desk' }])
  expect(unexpected(desk)).toEqual([])
})

it('the desk is handed over by two people, and who was told stands in the alert\'s story', async () => {
  const { id } = await until('the alert', async () => (await admin.alerts('device=D1'))[0])
  await enter(relief, 'li', 'correct horse battery', '/duty/handover')
  await relief.page.locator('[data-act=begin]').click()
  await relief.page.locator('textarea[name=notes]').fill('育才小学食堂冷藏柜待修，已联系张师傅。')
  await relief.page.fill('input[name=shift]', '11 月 22 日 白班')
  await relief.page.locator('[data-act=sign-out]').click()
  await relief.page.locator('[data-state=offered]').waitFor()
  await picture(relief, 'handover')
  const incoming = await visit(browser)
  await enter(incoming, 'wang', 'correct horse battery', '/duty/handover')
  await incoming.page.locator('[data-act=sign-in]').click()
  await incoming.page.locator('[data-state=accepted]').waitFor()
  expect(await incoming.page.locator('.sheet footer').innerText()).toMatch(/李值班[\s\S]*王值班/)
  expect(await incoming.page.locator('.sheet').innerText()).toContain('育才小学食堂')
  await incoming.page.emulateMedia({ media: 'print' })
  expect(await incoming.page.locator('nav.unprinted').isVisible()).toBe(false)
  await picture(incoming, 'handover-print')
  await incoming.page.emulateMedia({ media: 'screen' })

  await until('somebody to be told', async () => (await admin.get<{ items: unknown[] }>(`duty/notifications?alert=${encodeURIComponent(id)}`)).items.length > 0)
  await incoming.page.goto(`${system.url}/duty?alert=${encodeURIComponent(id)}`)
  await incoming.page.locator(`[data-story="${id}"] [data-event=told]`).first().waitFor()
  await incoming.page.locator('[data-action=escalate]').waitFor()
  await picture(incoming, 'story')
  // No channel is set up here: that is said once, and the notices of it are shown where somebody asks.
  await until('it to be known that no channel is set up', async () => (await admin.get<{ unsent: number }>('duty/notifications/figures')).unsent > 0)
  await desk.page.goto(`${system.url}/admin/notices`)
  await desk.page.locator('[data-unsent] button').click()
  await desk.page.locator('[data-notice]').first().waitFor()
  await picture(desk, 'notices')
  expect(unexpected(incoming)).toEqual([])
})
