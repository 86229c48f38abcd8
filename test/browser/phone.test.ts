import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Order } from '../../domain/order.ts'
import { Administrator, until } from '../integration/administrator.ts'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { launchBrowser, PATIENCE_MS } from './browser.ts'
import { makeFakeCamera } from './fakeCamera.ts'
import { NOTICE_INPUT } from '../builders/orders.ts'

const UNIT = 'phone-unit'
const HERE = { longitude: 115.69, latitude: 37.74, accuracy: 12 }
const ELSEWHERE = { longitude: 115.72, latitude: 37.74, accuracy: 12 }
const PASSWORD = 'a-long-password-1'
/** So slow that a photo is under way for seconds. */
const SLOW = { offline: false, latency: 20, downloadThroughput: 4_000_000, uploadThroughput: 24_000 }

const camera = makeFakeCamera()
let system: Constellation
let admin: Administrator
let browser: Browser
let context: BrowserContext
let page: Page
let order: string

const orderNow = (): Promise<Order> => admin.get<Order>(`orders/${order}`)
const step = async (action: string, body: object = {}): Promise<void> => {
  const { status, body: answer } = await admin.call('POST', `orders/${order}/${action}`, body)
  if (status !== 200) throw new Error(`${action}: ${status} ${JSON.stringify(answer)}`)
}
const state = (name: string) => page.locator(`[data-order-state=${name}]`)
const act = (name: string) => page.locator(`[data-act=${name}]`)

async function openPage(): Promise<void> {
  page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
}

let isBound = false
/** The first time the phone is bound to its number by the code that the officer reads out; from then on it is. */
async function bindOnce(): Promise<void> {
  if (!isBound) {
    await act('ask-bind').click()
    await page.locator('input[name=bind-code]').waitFor()
    expect(await act('begin').isDisabled()).toBe(true)
    const { items } = await admin.get<{ items: { id: string }[] }>(`phones?unit=${UNIT}`)
    await page.fill('input[name=bind-code]', (await admin.call<{ code: string }>('POST', `phones/${items[0]?.id ?? ''}/read-out`)).body.code)
    await act('bind').click()
  }
  await page.locator('[data-part=bind]').waitFor({ state: 'detached' })
  isBound = true
}

/** Takes the proof of the order's only item as a person would, up to handing it in. */
async function takeProof(): Promise<void> {
  await act('photograph').click()
  await page.selectOption('select[name=phone]', '13800001111')
  await bindOnce()
  await act('begin').click()
  const word = await page.locator('[data-word] b').innerText()
  for (const side of ['scene', 'portrait']) {
    await page.locator(`[data-step=${side}] [data-act=shoot]:not([disabled])`).click()
    await act('use').click()
  }
  await page.fill('input[name=word]', word)
  await page.fill('input[name=caption]', '已疏通地漏')
  await act('send').click()
  await page.locator('[data-part=head]').waitFor()
}

beforeAll(async () => {
  ;[system, browser] = await Promise.all([
    startConstellation({ web: true, workers: 1 }), launchBrowser(camera.args),
  ])
  admin = new Administrator(system)
  await admin.unit(UNIT, { name: '育才小学食堂', contacts: [{ name: '张三', phone: '13800001111' }, { name: '李四', phone: '13900002222' }] })
  await admin.create('users', { username: 'zhang', name: '张三', role: 'enterprise', jurisdiction: { scope: 'unit', unit: UNIT }, password: PASSWORD })
  order = (await admin.create<{ id: string }>('orders', {
    unitId: UNIT, title: '后厨地面积水', severity: 'major', fact: '地漏堵塞', basis: { kind: 'guidance' }, items: [{ id: 'floor', text: '清除积水，疏通地漏' }],
  })).id
  await step('triage')
  await step('issue', { officers: NOTICE_INPUT.officers })
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, permissions: ['geolocation', 'camera'], geolocation: HERE })
  // No lens gives the same picture twice, but a made-up one does: fields of chance, through which its grain shows, tell its shots apart.
  await context.addInitScript(() => {
    const real = HTMLCanvasElement.prototype.toBlob
    HTMLCanvasElement.prototype.toBlob = function toBlob(...given) {
      const pen = this.getContext('2d')
      for (let i = 0; pen && i < 72; i += 1) {
        pen.fillStyle = `rgb(255 255 255 / ${Math.random() * 70}%)`
        pen.fillRect((i % 9) * this.width / 9, Math.floor(i / 9) * this.height / 8, this.width / 9, this.height / 8)
      }
      real.apply(this, given)
    }
  })
  await openPage()
  await page.goto(system.url)
  await page.waitForURL('**/login**')
  await page.fill('input[name=username]', 'zhang')
  await page.fill('input[name=password]', PASSWORD)
  await page.click('button[type=submit]')
  await page.waitForURL('**/m/orders')
})
afterAll(async () => {
  await browser?.close()
  await system?.stop()
  camera.remove()
})

describe('the phone of a unit', () => {
  it('begins with what has to be put right, by when, and says why', async () => {
    const card = page.locator(`[data-order="${order}"]`)
    expect(await card.innerText()).toMatch(/较重[\s\S]*待签收[\s\S]*后厨地面积水[\s\S]*剩余[\s\S]*期限 .*北京时间/)
    await card.click()
    await page.locator('[data-part=why]').getByText('地漏堵塞').waitFor()
    expect(await page.locator('[data-item=floor]').innerText()).toContain('还没有合格照片')
  })

  it('acknowledges the order and starts to work on it', async () => {
    // A thumb that taps twice is heard once, and sees no fault.
    const sent: string[] = []
    page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/accept') && sent.push(request.url()))
    await act('accept').dblclick()
    await state('accepted').waitFor()
    expect([sent.length, await page.getByRole('alert').count()]).toEqual([1, 0])
    await act('start').click()
    await state('in_progress').waitFor()
    const { timeline } = await orderNow()
    expect(timeline.slice(-2)).toMatchObject([{ event: 'accepted', by: 'user:zhang' }, { event: 'started', by: 'user:zhang' }])
    expect(await act('submit').isDisabled()).toBe(true)
  })

  it('shows beforehand that the place is wrong, and why the photo was refused', async () => {
    await context.setGeolocation(ELSEWHERE)
    await takeProof()
    const refused = page.locator('[data-photo=refused]')
    await refused.waitFor()
    expect(await refused.locator('[data-check="place.too-far"]').innerText()).toMatch(/距登记地点约 26\d\d 米/)
    expect(await act('submit').isDisabled()).toBe(true)
    expect((await orderNow()).photos).toMatchObject([{ holds: false, caption: '已疏通地漏' }])
  })

  it('keeps a photo whose upload a cut line and a closed page broke off, opens without a line, and sends the rest once', async () => {
    await context.setGeolocation(HERE)
    // The shell is kept shortly after the page has opened.
    await until('the shell', () => page.evaluate(async () => (await (await caches.open('mingjian-phone-1')).keys()).some(({ url }) => url.includes('ProofPage'))))
    const cdp = await context.newCDPSession(page)
    await cdp.send('Network.enable')
    await cdp.send('Network.emulateNetworkConditions', SLOW)
    await takeProof()
    const share = page.locator('[data-photo-entry=sending] progress')
    await until('part of the photo to be there', async () => {
      const value = Number(await share.getAttribute('value'))
      if (value === 1) throw new Error('the photo was there before the line could be cut')
      return value > 0
    })
    await context.setOffline(true)
    await page.close()
    expect((await orderNow()).photos).toHaveLength(1)

    await openPage()
    await page.goto(`${system.url}/m/outbox`)
    await page.getByText('没有网络', { exact: false }).first().waitFor()
    const entry = page.locator('[data-entry=photo]').and(page.locator('[data-state=waiting]'))
    await entry.waitFor()
    expect((await orderNow()).photos).toHaveLength(1)

    const offsets: number[] = []
    const wire = await context.newCDPSession(page)
    await wire.send('Network.enable')
    wire.on('Network.requestWillBeSent', ({ request }) => {
      if (request.method === 'PATCH') offsets.push(Number(request.headers['upload-offset']))
    })
    await context.setOffline(false)
    await page.locator('[data-entry=photo][data-state=sent]').waitFor()
    expect(offsets[0]).toBeGreaterThan(0)
    const { photos } = await orderNow()
    expect(await page.locator('[data-entry=photo][data-state=waiting]').count()).toBe(0)
    expect(photos.map(({ holds }) => holds)).toEqual([false, true])
    expect(photos[1]?.portrait).toBe(true)
  })

  it('hands the order in, and shows what the officer who sends it back says', async () => {
    await page.goto(`${system.url}/m/orders/${order}`)
    await page.locator('[data-item=floor][data-proven=true]').waitFor()
    await act('submit').click()
    await state('submitted').waitFor()
    await page.getByText('等待执法人员验收').waitFor()
    await step('return', { reasons: ['地漏口仍有积水', '请拍全景'] })
    const returned = page.locator('[data-part=returned]')
    await returned.waitFor()
    expect(await returned.innerText()).toMatch(/地漏口仍有积水\n+请拍全景/)
    // What the earlier photo proved was sent back with it.
    await page.locator('[data-item=floor][data-proven=false]').waitFor()
  })
})
