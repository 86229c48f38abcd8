import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Administrator } from '../integration/administrator.ts'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { launchBrowser } from './browser.ts'
import { CAMERA, PASSWORD, phoneAt, picture, sign, tickTheRest } from './inspectionScene.ts'

let system: Constellation
let admin: Administrator
let browser: Browser

beforeAll(async () => {
  ;[system, browser] = await Promise.all([startConstellation({ web: true, workers: 1 }), launchBrowser(CAMERA)])
  admin = new Administrator(system)
  await admin.unit('school-1', { name: '育才小学食堂', kind: 'canteen' })
  const token = await admin.device('chiller-1', 'school-1', { profile: 'catering-chiller', place: '冷藏柜 1 号' })
  await admin.create('users', { username: 'inspector', name: '李检', role: 'inspector', jurisdiction: { scope: 'districts', districts: ['131102'] }, password: PASSWORD })
  const client = await admin.connect('chiller-1', token)
  await client.publishAsync('mingjian/chiller-1/readings', JSON.stringify({ ts: Date.now(), values: { temperature: 5.4, humidity: 71 } }), { qos: 1 })
  await client.endAsync()
})
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

/** Whatever reaches beyond the page, or beyond its own box, in the words of the page. */
const beyond = (page: Page): Promise<string[]> => page.evaluate(() => [...document.querySelectorAll<HTMLElement>('body *')].filter((one) => {
  const { right, left, width } = one.getBoundingClientRect()
  if (width === 0 || getComputedStyle(one).position === 'fixed') return false
  return right > innerWidth + 1 || left < -1 || (one.matches('button, a, select, p, span, b') && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && !one.matches('.cut, select'))
}).map((one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`))

it.each([['zh', 390], ['en', 390], ['en', 360]] as const)('has pages of an inspection that reach beyond no edge of a phone, in %s at %i pixels', async (locale, width) => {
  const { id } = await admin.create<{ id: string }>('inspections', { unitId: 'school-1', reason: '冷藏柜温度过高 · 冷藏柜 1 号', inspectors: ['inspector'], unannounced: true, campaign: '中秋专项' })
  const phone = await phoneAt(browser, system.url, id)
  await phone.page.setViewportSize({ width, height: 844 })
  await phone.page.evaluate((to) => localStorage.setItem('mingjian.locale', to), locale)
  const found: Record<string, string[]> = {}
  const see = async (name: string): Promise<void> => {
    await picture(phone.page, `phone-${locale}-${width}-${name}`)
    const words = await beyond(phone.page)
    if (words.length > 0) found[name] = words
  }
  await phone.page.goto(`${system.url}/m/inspect`)
  await phone.page.locator('[data-inspection]').first().waitFor()
  await see('list')
  await phone.page.goto(`${system.url}/m/inspect/${id}`)
  await phone.page.locator('[data-do=accept]').waitFor()
  await see('opened')
  for (const step of ['accept', 'check-in', 'begin', 'live']) await phone.page.locator(`[data-do=${step}]`).click()
  await phone.page.locator('.camera video').waitFor()
  await see('picture')
  await phone.page.locator('[data-tab=tick]').click()
  await phone.page.locator('[data-item=chiller-temperature] [data-tick=fail]').click()
  await phone.page.locator('.sensors [data-metric]').first().waitFor()
  await see('tick')
  await phone.page.locator('.sensors').scrollIntoViewIfNeeded()
  await picture(phone.page, `phone-${locale}-${width}-sensors`)
  await phone.page.locator('[data-tab=talk]').click()
  await see('talk')
  await tickTheRest(phone)
  await phone.page.locator('[data-do=finish]').click()
  await phone.page.locator('[data-form=sign]').waitFor()
  await see('sign')
  await sign(phone)
  await phone.page.locator('[data-do=record]').waitFor()
  await see('signed')
  await phone.context.close()
  expect(found).toEqual({})
})
