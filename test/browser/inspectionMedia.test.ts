import { createHash, createHmac } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '../../domain/inspection/entry.ts'
import { findingsOf } from '../../domain/inspection/merge.ts'
import type { InspectionDossier } from '../../domain/inspection.ts'
import { recordingsOf } from '../../domain/inspection/recording.ts'
import { Administrator, until } from '../integration/administrator.ts'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { launchBrowser, signIn, visit, type Visit } from './browser.ts'
import { arrive, CAMERA, PASSWORD, phoneAt, picture, shown } from './inspectionScene.ts'
import { UdpBox } from './udpBox.ts'

/** Nothing answers there: what is asked of a page is that it knows the way, and does well without. */
const RELAY = 'turn:127.0.0.1:34789?transport=udp'
const TURN_SECRET = 'shared-with-the-relay'

let system: Constellation
let admin: Administrator
let browser: Browser
let box: UdpBox
let desk: Visit
let expert: Visit
let phone: Visit
let id: string

const log = async (): Promise<Entry[]> => (await admin.get<{ items: Entry[] }>(`inspections/${id}/entries`)).items
const press = (what: string) => phone.page.locator(`[data-do=${what}]`).click()
const playing = ({ page }: Visit, from = 10): Promise<unknown> => until('a picture that moves', async () => (await shown(page)).frames > from, 90_000)

/** What the page's connections were given to find their ways by. */
async function keepServers({ page }: Pick<Visit, 'page'>): Promise<void> {
  await page.addInitScript(() => {
    const given: RTCIceServer[][] = []
    Object.assign(window, { givenServers: given })
    window.RTCPeerConnection = new Proxy(RTCPeerConnection, {
      construct(made, args: [RTCConfiguration?]) {
        const connection = new made(...args)
        given.push(connection.getConfiguration().iceServers ?? [])
        return connection
      },
    })
  })
}
const serversOf = ({ page }: Visit) => page.evaluate(() => (window as unknown as { givenServers: RTCIceServer[][] }).givenServers)

beforeAll(async () => {
  // Addresses in the open, so that the box on their way can be told of them.
  ;[system, browser] = await Promise.all([startConstellation({ web: true, demo: false, workers: 1, env: { ICE_URLS: RELAY, TURN_SECRET } }), launchBrowser([...CAMERA, '--disable-features=WebRtcHideLocalIpsWithMdns'])])
  box = new UdpBox()
  admin = new Administrator(system)
  await admin.unit('school-1', { name: '育才小学食堂', kind: 'canteen' })
  const user = (username: string, name: string, role: string) => admin.create('users', { username, name, role, jurisdiction: { scope: 'districts', districts: ['131102'] }, password: PASSWORD })
  await Promise.all([user('inspector', '李检', 'inspector'), user('expert', '周专家', 'duty'), user('colleague', '外人', 'duty')])
  ;({ id } = await admin.create<{ id: string }>('inspections', { unitId: 'school-1', reason: '冷藏柜超温', inspectors: ['inspector'], watchers: ['expert'] }))
  desk = await visit(browser)
  await box.before(desk.page)
  await keepServers(desk)
  await signIn(desk, system)
  expert = await visit(browser)
  await box.before(expert.page)
})
afterAll(async () => {
  await browser?.close()
  await box?.stop()
  await system?.stop()
})

describe('the live session', () => {
  it('reaches commander and expert alike, and everybody sees who watches', async () => {
    phone = await phoneAt(browser, system.url, id, async (page) => {
      await box.before(page)
      await keepServers({ page })
    })
    for (const step of ['accept', 'check-in', 'begin', 'live']) await press(step)
    await desk.page.goto(`${system.url}/inspect/${id}`)
    await arrive(expert, system.url, `/inspect/${id}`, 'expert')
    await Promise.all([playing(desk), playing(expert)])
    expect(box.passed).toBeGreaterThan(100)
    for (const { page } of [desk, expert, phone]) expect(await page.getByText('正在观看：').first().innerText()).toMatch(/(?=.*周专家)(?=.*(管理员|admin|Administrator))/i)
    await picture(expert.page, 'inspection-expert')
  })

  it('knows its way over the relay on both sides, by a name of each one\'s own that is good for a day at most', async () => {
    const names = await Promise.all([desk, phone].map(async (page) => {
      const [servers] = await serversOf(page)
      const [relay] = servers ?? []
      expect([relay?.urls].flat()).toEqual([RELAY])
      const { username = '', credential } = relay ?? {}
      expect(credential).toBe(createHmac('sha1', TURN_SECRET).update(username).digest('base64'))
      const left = Number(username.split(':')[0]) - Date.now() / 1000
      expect(left).toBeGreaterThan(60)
      expect(left).toBeLessThanOrEqual(86_400)
      return username
    }))
    expect(new Set(names).size).toBe(2)
  })

  it('says so when media die on the way, looks for another way, and sends stills and words meanwhile; then the picture is back', async () => {
    const known = box.known
    box.cut()
    await phone.page.locator('.camera [data-mending]').waitFor({ timeout: 60_000 })
    await desk.page.locator('.live-picture [data-mending]').waitFor({ timeout: 60_000 })
    await phone.page.locator('.camera[data-mode=stills]').waitFor({ timeout: 60_000 })
    await desk.page.locator('.live-picture[data-showing=still]').waitFor({ timeout: 60_000 })
    await desk.page.locator('.live-picture').getByText('线路不足 · 静态画面').waitFor()
    await picture(desk.page, 'inspection-stills')
    await picture(phone.page, 'inspection-mending')
    const still = await desk.page.locator('.live-picture img').getAttribute('src')
    await until('another small picture', async () => (await desk.page.locator('.live-picture img').getAttribute('src')) !== still, 30_000)
    await desk.page.fill('.talk input[name=message]', '先看冷藏柜')
    await desk.page.locator('.talk form button').click()
    await phone.page.getByText('先看冷藏柜').first().waitFor()
    await until('another way to be tried', async () => box.known > known, 60_000)
    expect(box.lost).toBeGreaterThan(0)
    const before = (await shown(desk.page)).frames
    box.mend()
    await phone.page.locator('.camera[data-mode=video]').waitFor({ timeout: 90_000 })
    await desk.page.locator('.live-picture[data-showing=video]').waitFor({ timeout: 90_000 })
    await until('frames to be painted again', async () => {
      const { frames } = await shown(desk.page)
      // A new connection counts from the beginning.
      return frames > 10 && frames !== before
    }, 90_000)
    expect((await log()).flatMap((entry) => (entry.kind === 'mode' ? [entry.body.mode] : []))).toEqual(expect.arrayContaining(['stills', 'video']))
  })

  it('is recorded only with leave, says so on every side, and keeps it with its hash for members', async () => {
    await desk.page.locator('[data-do=record-ask]').click()
    await phone.page.locator('[data-do=give-leave]').click()
    await desk.page.locator('.recording[data-running=true]').getByText('录制中').waitFor({ timeout: 60_000 })
    await expert.page.locator('.recording').getByText('录制中').waitFor()
    await phone.page.locator('[data-consent=allowed]').getByText('录制中').waitFor()
    await picture(phone.page, 'inspection-recording-phone')
    await picture(desk.page, 'inspection-recording-desk')
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    await press('end-recording')
    const link = desk.page.locator('[data-kept]').first()
    await link.waitFor({ timeout: 60_000 })
    const [kept] = recordingsOf(await log())
    const address = `${system.url}/api/v1/inspections/${id}/recordings/${kept?.id ?? ''}`
    const bytes = await (await desk.page.request.get(address)).body()
    expect([bytes.length, bytes.subarray(0, 4).toString('hex')]).toEqual([kept?.size, '1a45dfa3'])
    expect(kept?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    // It plays, and shows what was filmed.
    const seen = await desk.page.evaluate(async (url) => {
      const video = document.createElement('video')
      video.muted = true
      video.src = URL.createObjectURL(await (await fetch(url)).blob())
      await video.play()
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      return video.getVideoPlaybackQuality().totalVideoFrames
    }, address)
    expect(seen).toBeGreaterThan(5)
    const stranger = await visit(browser)
    await arrive(stranger, system.url, `/inspect/${id}`, 'colleague')
    expect((await stranger.page.request.get(address)).status()).toBe(404)
    await stranger.context.close()
    const audit = (await admin.get<{ items: { action: string }[] }>(`audit?subject=inspection:${id}&limit=200`)).items.map((line) => line.action)
    for (const action of ['record', 'consent', 'recording', 'recording-kept', 'recording-seen']) expect(audit).toContain(`inspection.${action}`)
  })

  it('takes a finding beside the list with its photo, which becomes an order as any other', async () => {
    await phone.page.locator('[data-tab=tick]').click()
    await phone.page.fill('input[name=finding]', '后门堆放清洗剂')
    await phone.page.locator('select[name=finding-severity]').selectOption('major')
    await phone.page.locator('[data-do=finding-photo]').click()
    await phone.page.locator('[data-do=finding-photo]').getByText('1').waitFor()
    await phone.page.locator('[data-form=finding]').scrollIntoViewIfNeeded()
    await picture(phone.page, 'inspection-beside')
    await phone.page.locator('[data-form=finding] [data-do=finding]').click()
    await desk.page.locator('[data-finding] [data-do=order]').click()
    await desk.page.locator('[data-finding] [data-order]').waitFor()
    const { checklist } = await admin.get<InspectionDossier>(`inspections/${id}`)
    const entries = await log()
    const [still] = entries.flatMap((entry) => (entry.kind === 'still' ? [entry.body.still] : []))
    expect(findingsOf(checklist, entries)).toMatchObject([{ title: '后门堆放清洗剂', severity: 'major', stills: [still] }])
  })
})
