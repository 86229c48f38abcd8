import { createHmac } from 'node:crypto'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Administrator } from '../integration/administrator.ts'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { httpSink, type HttpSink } from '../integration/sinks.ts'
import { launchBrowser, visit, type Visit } from './browser.ts'

const KEY = 'a-key-that-nobody-sees-again'
let system: Constellation
let admin: Administrator
let browser: Browser
let desk: Visit
let sink: HttpSink

/** A picture for a person to look at, where one is asked for. */
async function picture(name: string): Promise<void> {
  const folder = process.env['PICTURES']
  if (folder) await desk.page.screenshot({ path: `${folder}/${name}.png` })
}
async function choose(select: Locator, option: string): Promise<void> {
  await select.click()
  await desk.page.locator('.el-select-dropdown__item:visible', { hasText: option }).first().click()
}

beforeAll(async () => {
  ;[system, browser, sink] = await Promise.all([startConstellation({ web: true, workers: 1 }), launchBrowser(), httpSink()])
  admin = new Administrator(system)
  desk = await visit(browser)
  await desk.page.goto(`${system.url}/admin/channels?channel=webhook`)
  await desk.page.waitForURL('**/login**')
  await desk.page.fill('input[name=username]', 'admin')
  await desk.page.fill('input[name=password]', system.adminPassword)
  await desk.page.click('button[type=submit]')
  await desk.page.waitForURL('**/admin/channels**')
})
afterAll(async () => {
  await browser?.close()
  await sink?.stop()
  await system?.stop()
})

describe('the page of the channels', () => {
  it('sets a webhook up, says what is wrong with its address at the field, and never shows a secret again', async () => {
    const { page } = desk
    const editor = page.locator('[data-channel-editor=webhook]')
    await page.locator('[data-channel=webhook][data-state=lacking]').waitFor()
    await choose(editor.locator('[data-field=network] .el-select'), '内网')
    await editor.locator('[name=secret-url]').fill('not an address')
    await editor.locator('[name=secret-key]').fill(KEY)
    await editor.locator('[data-act=save]').click()
    await editor.locator('[data-field=url] .fault', { hasText: '不是地址' }).waitFor()
    await editor.locator('[name=secret-url]').fill(`${sink.url}/notices`)
    await editor.locator('[data-act=save]').click()
    await page.locator('[data-channel=webhook][data-state=ready]').waitFor()
    expect(await editor.locator('[data-secret]').evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset['set']))).toEqual(['stored', 'stored'])
    await page.reload()
    await editor.locator('[data-secret=key][data-set=stored]').waitFor()
    expect(await editor.locator('[name=secret-key]').inputValue()).toBe('')
    expect(await page.content()).not.toContain(KEY)
    expect(await admin.get<object>('duty/channels')).toMatchObject({ version: 1, author: 'user:admin' })
  })

  it('sends a test message, which arrives signed, and shows its receipt; a refusal as well', async () => {
    const { page } = desk
    const panel = page.locator('[data-trial-panel]')
    await panel.locator('[data-act=trial]').click()
    await panel.locator('[data-trial=sent] [data-result=accepted]').waitFor()
    const [got] = sink.received
    expect(got?.url).toBe('/notices')
    expect(got?.headers['x-mingjian-signature']).toBe(`sha256=${createHmac('sha256', KEY).update(`${String(got?.headers['x-mingjian-timestamp'])}.${String(got?.body)}`).digest('hex')}`)
    expect(JSON.parse(String(got?.body))).toMatchObject({ subject: { kind: 'trial' }, person: { username: 'admin' } })
    await panel.locator('[data-recent]').waitFor()
    await picture('channels')

    sink.replies = [{ status: 410, body: 'gone' }]
    await panel.locator('[data-act=trial]').click()
    await panel.locator('[data-trial=failed] [data-result=refused]', { hasText: '410 gone' }).waitFor()
    await panel.getByRole('link').click()
    await page.locator('[data-notice]').nth(1).waitFor()
    expect(await page.locator('[data-notice]').count()).toBe(2)
  })

  it('switches a channel off, and policies that use it say so', async () => {
    const { page } = desk
    await page.goto(`${system.url}/admin/channels`)
    await page.locator('[data-channel=sms] .el-switch').click()
    await page.locator('[data-channel=sms][data-state=off]').waitFor()
    await page.goto(`${system.url}/admin/escalation?policy=critical`)
    await page.locator('[data-step="0"] .hint', { hasText: '短信' }).waitFor()
  })
})

describe('the page of the policies', () => {
  it('shows what the server refuses at its field, keeps what it takes, and tells who changed what', async () => {
    const { page } = desk
    const editor = page.locator('[data-policy-editor=critical]')
    expect(await editor.locator('[data-step]').count()).toBe(3)
    await picture('escalation')
    await editor.locator('[data-act=add-step]').click()
    const added = editor.locator('[data-step="3"]')
    await added.locator('input').first().fill('40')
    await choose(added.locator('.duration .el-select'), '天')
    await editor.locator('[data-act=save]').click()
    await added.locator('.fault', { hasText: '30 天' }).waitFor()
    await added.locator('input').first().fill('2')
    await added.locator('input').first().blur()
    await editor.locator('[name=name]').fill('严重预警（逐级）')
    await editor.locator('[data-act=save]').click()
    await editor.locator('[data-saved]').waitFor()
    const { document, version } = await admin.get<{ version: number; document: { policies: { name: string; steps: object[] }[] } }>('duty/escalation')
    expect(version).toBe(1)
    expect(document.policies[0]).toMatchObject({ name: '严重预警（逐级）', steps: [{}, {}, {}, { after: '2d', channels: ['sms', 'email', 'push'] }] })

    await page.locator('[data-act=history]').click()
    const first = page.locator('[data-version="1"]')
    await first.getByText('第 4 步').waitFor()
    expect(await first.innerText()).toMatch(/admin[\s\S]*严重预警 → 严重预警（逐级）/)
    await picture('escalation-history')
    await page.keyboard.press('Escape')
  })

  it('changes the order of the policies from the list by the keyboard', async () => {
    const { page } = desk
    await page.getByRole('button', { name: '下移 严重预警（逐级）' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('.entry').first().locator('[data-policy=major]').waitFor()
    expect((await admin.get<{ document: { policies: { id: string }[] } }>('duty/escalation')).document.policies.map(({ id }) => id)).toEqual(['major', 'critical'])
  })
})

describe('where people are reached', () => {
  it('is said of oneself from any page of the desk, with what the server refuses at its field', async () => {
    const { page } = desk
    await page.goto(`${system.url}/admin/contacts`)
    await page.locator('[data-act=my-contact]').click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('[name=phone]').fill('给我打电话')
    await dialog.locator('[data-act=save-contact]').click()
    await dialog.locator('[data-field=phone] .fault').waitFor()
    await dialog.locator('[name=phone]').fill('13800001111')
    await dialog.locator('[name=email]').fill('admin@example.cn')
    await picture('contact')
    await dialog.locator('[name=email]').press('Enter')
    await dialog.waitFor({ state: 'hidden' })
    await page.reload()
    await page.locator('[data-person=admin]').getByText('13800001111').waitFor()
    expect(desk.complaints.filter((line) => !/422|401/.test(line))).toEqual([])
  })
})

describe('these pages', () => {
  it.each([
    [390, 'channels', '[data-channel]'], [390, 'channels?channel=webhook', '[data-trial-panel]'], [390, 'channels?new=&kind=sms', '[data-channel-editor]'], [390, 'escalation', '[data-policy]'],
    [390, 'escalation?policy=critical', '[data-step]'], [390, 'contacts', '[data-person]'], [390, 'notices?channel=webhook', '[data-notice]'], [1920, 'escalation?policy=critical', '[data-step]'],
  ] as const)('at %s px: nothing of %s sticks out sideways', async (width, path, ready) => {
    await desk.page.setViewportSize({ width, height: width > 1000 ? 1080 : 844 })
    await desk.page.goto(`${system.url}/admin/${path}`)
    await desk.page.locator(ready).first().waitFor()
    await picture(`${width}-${path.replaceAll(/\W/g, '-')}`)
    expect(await desk.page.evaluate(() => [...document.querySelectorAll('main, .content, section, .left')].filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.className || box.tagName))).toEqual([])
    expect(await desk.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
})
