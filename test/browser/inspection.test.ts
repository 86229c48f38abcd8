import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Inspection, InspectionDossier } from '../../domain/inspection.ts'
import type { Entry } from '../../domain/inspection/entry.ts'
import type { Order } from '../../domain/order.ts'
import { Administrator, until } from '../integration/administrator.ts'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { pdfText } from '../builders/pdf.ts'
import { launchBrowser, signIn, visit, type Visit } from './browser.ts'
import { layLine, type CutLine } from './cutLine.ts'
import { CAMERA, draw, keep, look, PASSWORD, phoneAt, picture, shown, sign, tickTheRest } from './inspectionScene.ts'

const UNIT = 'school-1'
let system: Constellation
let admin: Administrator
let browser: Browser
let line: CutLine
let desk: Visit
let phone: Visit
let freezer: string

const dossier = (id: string): Promise<InspectionDossier> => admin.get(`inspections/${id}`)
const log = async (id: string): Promise<Entry[]> => (await admin.get<{ items: Entry[] }>(`inspections/${id}/entries`)).items
const kinds = async (id: string): Promise<string[]> => (await log(id)).map((entry) => entry.kind)
const inState = (id: string, state: string, ms = 40_000): Promise<InspectionDossier> => until(`the inspection to be ${state}`, async () => {
  const now = await dossier(id)
  return now.state === state && now
}, ms)

const filmed = look('.camera video')

/** The loudest that is heard within three seconds, of what an element plays. */
function loudness(page: Page, selector: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const stream = document.querySelector<HTMLMediaElement>(wanted)?.srcObject
    if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return 0
    const context = new AudioContext()
    await context.resume()
    const analyser = context.createAnalyser()
    context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let loudest = 0
    for (const end = Date.now() + 3_000; Date.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 30))
      analyser.getFloatTimeDomainData(samples)
      loudest = Math.max(loudest, ...samples.map(Math.abs))
    }
    await context.close()
    return loudest
  }, selector)
}

async function sees(page: Page): Promise<void> {
  await until('a picture to come', async () => (await shown(page)).frames > 10, 60_000)
}

const phoneHere = (inspection: string): Promise<Visit> => phoneAt(browser, line.url, inspection)
const press = (what: string) => phone.page.locator(`[data-do=${what}]`).click()

beforeAll(async () => {
  ;[system, browser] = await Promise.all([startConstellation({ web: true, workers: 1 }), launchBrowser(CAMERA)])
  line = await layLine(system.port)
  admin = new Administrator(system)
  await admin.unit(UNIT, { name: '育才小学食堂', kind: 'canteen' })
  await admin.unit('market-1', { name: '北关农贸市场', kind: 'market', point: [115.69, 37.95] })
  freezer = await admin.device('chiller-1', UNIT, { profile: 'catering-chiller', place: '冷藏柜 1 号' })
  await admin.create('users', { username: 'inspector', name: '李检', role: 'inspector', jurisdiction: { scope: 'districts', districts: ['131102'] }, password: PASSWORD })
  await admin.create('rules', {
    id: 'chiller-test', name: '冷藏柜温度过高', scope: { deviceIds: ['chiller-1'] }, metric: 'temperature', above: 8, for: '0s', severity: 'major', order: 'none', basis: { kind: 'guidance', status: 'unverified' },
  })
  desk = await visit(browser)
  await signIn(desk, system)
})
afterAll(async () => {
  await browser?.close()
  await line?.stop()
  await system?.stop()
})

describe('an inspection directed from afar', () => {
  let id: string

  it('is opened from an alert at the desk, and reaches the inspector, who accepts and checks in on the spot', async () => {
    const client = await admin.connect('chiller-1', freezer)
    await client.publishAsync('mingjian/chiller-1/readings', JSON.stringify({ ts: Date.now(), values: { temperature: 11.4 } }), { qos: 1 })
    await client.endAsync()
    const [alert] = await until('the alert', async () => {
      const found = await admin.alerts('device=chiller-1')
      return found.length > 0 && found
    })
    await desk.page.goto(`${system.url}/duty?alert=${encodeURIComponent(alert?.id ?? '')}`)
    await desk.page.locator('[data-action=inspect]').click()
    await desk.page.locator('input[name=inspector]').check()
    await desk.page.locator('[data-submit=inspection]').click()
    await desk.page.waitForURL('**/inspect/insp-*')
    id = desk.page.url().split('/').at(-1) ?? ''
    expect(await dossier(id)).toMatchObject({ source: 'alert', sourceId: alert?.id, reason: '冷藏柜温度过高 · 冷藏柜 1 号', unitId: UNIT })
    phone = await phoneHere(id)
    await press('accept')
    await press('check-in')
    await press('begin')
    expect(await inState(id, 'under_way')).toMatchObject({ checkIn: { holds: true, checks: [{ name: 'time', status: 'pass' }, { name: 'place', status: 'pass', figures: { metres: 0 } }] } })
  })

  it('carries picture and sound to the centre and a voice back: frames are painted, and show what the camera films', async () => {
    await press('live')
    await sees(desk.page)
    const [one, film] = [await shown(desk.page), await filmed(phone.page)]
    const bright = (spots: number[]): number => spots.reduce((sum, spot) => sum + spot, 0) / spots.length
    expect(Math.max(...one.spots) - Math.min(...one.spots)).toBeGreaterThan(10)
    expect(Math.abs(bright(one.spots) - bright(film.spots))).toBeLessThan(40)
    await until('the picture to move', async () => {
      const two = await shown(desk.page)
      return two.frames > one.frames + 10 && two.spots.some((spot, i) => Math.abs(spot - (one.spots[i] ?? 0)) > 2)
    })
    expect(await loudness(desk.page, '.live-picture video')).toBeGreaterThan(0.01)
    await desk.page.locator('[data-do=speak]').click()
    await phone.page.locator('audio[data-peer]').waitFor({ state: 'attached' })
    expect(await loudness(phone.page, 'audio[data-peer]')).toBeGreaterThan(0.01)
    await phone.page.getByText('正在观看：').first().waitFor()
    expect((await log(id)).filter((entry) => entry.kind === 'joined').map((entry) => entry.by).toSorted()).toEqual(['user:admin', 'user:inspector'])
    await picture(desk.page, 'inspection-desk')
    await picture(phone.page, 'inspection-phone')
  })

  it('shows beside the picture what the unit’s sensors say with unit, time and the limit broken, and alerts and orders as they come', async () => {
    const row = desk.page.locator('[data-sensor=chiller-1] [data-metric=temperature]')
    await until('the value with its unit and limit', async () => /温度\s*11\.4 °C\s*▲ 高于 8 °C\s*\d\d:\d\d:\d\d/.test(await row.innerText()))
    const client = await admin.connect('chiller-1', freezer)
    await client.publishAsync('mingjian/chiller-1/readings', JSON.stringify({ ts: Date.now(), values: { temperature: 11.9 } }), { qos: 1 })
    await until('the reading to follow', async () => /11\.9 °C/.test(await row.innerText()))
    expect(await desk.page.locator('.unit [data-alert]').count()).toBe(1)
    await admin.create('rules', {
      id: 'chiller-hot', name: '冷藏柜严重过热', scope: { deviceIds: ['chiller-1'] }, metric: 'temperature', above: 11, for: '0s', severity: 'major', order: 'none', basis: { kind: 'guidance', status: 'unverified' },
    })
    await client.publishAsync('mingjian/chiller-1/readings', JSON.stringify({ ts: Date.now(), values: { temperature: 12.1 } }), { qos: 1 })
    await client.endAsync()
    await desk.page.locator('.unit').getByText('冷藏柜严重过热').waitFor()
  })

  it('keeps what the probe in the picture shows beside what the sensor said then, from either side', async () => {
    await until('history to have it', async () => (await admin.get<{ buckets: { last: number }[] }>('readings?device=chiller-1&metric=temperature')).buckets.at(-1)?.last === 12.1)
    const compare = async (page: Page, probe: string): Promise<void> => {
      await page.locator('[data-form=compare] select').selectOption('chiller-1 temperature')
      await page.fill('input[name=probe]', probe)
      await page.locator('[data-do=compare]').click()
    }
    await compare(desk.page, '10.6')
    await desk.page.locator('[data-comparison]').getByText(/现场 10\.6 °C，传感器 12\.1 °C（\d\d:\d\d:\d\d），相差 −1\.5 °C/).waitFor()
    await phone.page.locator('[data-tab=tick]').click()
    await compare(phone.page, '10.4')
    await desk.page.locator('[data-comparison]').getByText('相差 −1.7 °C').waitFor()
    expect((await log(id)).filter((entry) => entry.kind === 'comparison')).toMatchObject([{ by: 'user:admin', body: { probe: 10.6, sensor: 12.1 } }, { by: 'user:inspector', body: { probe: 10.4, sensor: 12.1 } }])
    await phone.page.locator('[data-tab=picture]').click()
  })

  it('asks for a still, which comes at once as evidence, is drawn on, and returns to the phone', async () => {
    await desk.page.locator('[data-ask=still]').click()
    await desk.page.locator('[data-thumb]').waitFor()
    const entries = await log(id)
    const asked = entries.find((entry) => entry.kind === 'ask')
    expect(entries.find((entry) => entry.kind === 'still')).toMatchObject({ by: 'user:inspector', body: { answers: asked?.key, point: [115.69, 37.74], accuracy: 12, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown } })
    await desk.page.locator('[data-thumb]').click()
    await desk.page.locator('.still-board .field.drawing img').waitFor()
    // The live picture goes on in a corner, and steps aside from the pen.
    const before = (await shown(desk.page)).frames
    await until('the small picture to go on', async () => (await shown(desk.page)).frames > before + 5)
    const spot = async (what: string) => (await desk.page.locator(what).boundingBox()) ?? { x: 0, width: 0 }
    const [live, board] = [await spot('.live-picture'), await spot('.still-board')]
    expect([live.width > 100, live.width < board.width / 2, live.x > board.x + board.width / 2]).toEqual([true, true, true])
    await desk.page.mouse.move(board.x + board.width * 0.9, (await desk.page.locator('.field.drawing').boundingBox())?.y ?? 0)
    await desk.page.locator('.stage[data-corner=left]').waitFor()
    await draw(desk.page, '.still-board .field.drawing')
    await desk.page.locator('[data-do=give]').click()
    await phone.page.locator('[data-returned] polyline').waitFor({ state: 'attached' })
    await picture(desk.page, 'inspection-drawn')
    await picture(phone.page, 'inspection-returned')
    await phone.page.locator('[data-do=looked]').click()
    await desk.page.fill('input[name=pointer]', '请对准温度计')
    await desk.page.locator('.controls form button').click()
    await phone.page.getByText('请对准温度计').first().waitFor()
  })

  it('loses nothing that either side enters while the line is cut for twenty seconds, and goes on by itself', async () => {
    await line.cut()
    const cutAt = Date.now()
    await phone.page.locator('[data-tab=tick]').click()
    await phone.page.fill('input[name=note-chiller-temperature]', '门封破损')
    await phone.page.fill('input[name=reading-chiller-temperature]', '11.2')
    await phone.page.locator('[data-item=chiller-temperature] [data-tick=fail]').click()
    await phone.page.locator('[data-item=chiller-temperature][data-result=fail]').waitFor()
    await desk.page.fill('.talk input[name=message]', '断线时说的话')
    await desk.page.locator('.talk form button').click()
    await desk.page.locator('[data-item=pests] [data-do=push]').click()
    await phone.page.locator('.camera[data-mode=text]').waitFor({ state: 'attached' })
    await until('the desk to keep its own', async () => (await kinds(id)).includes('push'))
    await phone.page.locator('[data-waiting]').waitFor()
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, cutAt + 20_000 - Date.now())))
    expect((await log(id)).filter((entry) => entry.kind === 'result')).toEqual([])
    await picture(phone.page, 'inspection-cut')
    await line.mend()
    await desk.page.locator('[data-item=chiller-temperature][data-result=fail]').waitFor()
    const result = (await log(id)).filter((entry) => entry.kind === 'result')
    expect(result).toMatchObject([{ body: { item: 'chiller-temperature', result: 'fail', note: '门封破损', reading: { value: 11.2 } } }])
    // It is told when it happened, not when the line let it through.
    expect(Date.parse(result[0]?.receivedAt ?? '') - Date.parse(result[0]?.at ?? '')).toBeGreaterThan(10_000)
    await phone.page.locator('article[data-item=pests].wanted').waitFor()
    await phone.page.locator('[data-tab=talk]').click()
    await phone.page.getByText('断线时说的话').first().waitFor()
    const before = (await shown(desk.page)).frames
    const back = desk.page.getByRole('button', { name: '画面' })
    if ((await back.count()) > 0) await back.click()
    await until('the picture to go on', async () => (await shown(desk.page)).frames > before + 10, 60_000)
  })

  it('makes an order of the finding in one click, and ends with two signatures', async () => {
    await desk.page.locator('[data-finding=chiller-temperature] [data-do=order]').click()
    await desk.page.locator('[data-finding=chiller-temperature] [data-order]').waitFor()
    const [order] = (await admin.get<{ items: Order[] }>(`orders?unit=${UNIT}`)).items
    expect(order).toMatchObject({ source: 'inspection', sourceId: id, state: 'found', severity: 'major', fact: expect.stringContaining('门封破损') as unknown })
    await tickTheRest(phone)
    await picture(phone.page, 'inspection-checklist')
    await press('finish')
    await sign(phone)
    const signed = await inState(id, 'signed')
    expect(signed).toMatchObject({ orderIds: [order?.id], signatures: { inspector: { name: '李检' }, unit: { name: '王某', position: '负责人' } } })
    expect((await log(id)).some((entry) => entry.late)).toBe(false)
    await desk.page.locator('[data-do=record]').waitFor()
    const href = (await desk.page.locator('[data-do=record]').getAttribute('href')) ?? ''
    const record = await desk.page.request.get(`${system.url}${href}`)
    expect([record.status(), record.headers()['content-type'], (await record.body()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-'])
    expect((await pdfText(await record.body())).join('')).toContain('现场探头10.6°C，传感器12.1°C')
    await desk.page.locator(`.unit [data-order="${order?.id}"]`).waitFor()
    await keep('inspection-record.pdf', await record.body())
  })
})

describe('an inspector without any line', () => {
  it('inspects from beginning to end, and everything arrives in order with the times it happened', async () => {
    await phone.context.close()
    const { id } = await admin.create<{ id: string }>('inspections', { unitId: UNIT, reason: '断网检查', inspectors: ['inspector'], campaign: '中秋专项' })
    phone = await phoneHere(id)
    await phone.page.locator('[data-do=accept]').waitFor()
    await line.cut()
    const left = new Date().toISOString()
    for (const step of ['accept', 'check-in', 'begin']) await press(step)
    await press('live')
    await phone.page.locator('.camera video').waitFor()
    await phone.page.locator('.camera [data-do=shoot]').click()
    await tickTheRest(phone)
    await press('finish')
    await sign(phone)
    await phone.page.getByText('检查已完成').waitFor()
    const back = new Date().toISOString()
    expect(await dossier(id)).toMatchObject({ state: 'opened', entries: 0 })
    await line.mend()
    const signed = await inState(id, 'signed', 90_000)
    const steps = signed.steps.slice(1)
    expect(steps.map((step) => step.event)).toEqual(['accepted', 'checked-in', 'begun', 'finished', 'signed'])
    for (const step of steps) expect([left <= step.at, step.at <= back, step.receivedAt > back]).toEqual([true, true, true])
    const entries = (await log(id)).filter((entry) => entry.kind === 'result' || entry.kind === 'still')
    expect(entries.filter((entry) => entry.kind === 'result')).toHaveLength(signed.progress.total)
    expect(entries.map((entry) => entry.at)).toEqual(entries.map((entry) => entry.at).toSorted())
    expect(entries.every((entry) => entry.at <= back && entry.receivedAt > back)).toBe(true)
    expect(await kinds(id)).toContain('still-kept')
  })

  it('is seen on the command board with all that is going on', async () => {
    const { id: secret } = await admin.create<{ id: string }>('inspections', { unitId: UNIT, reason: '飞行检查：多次投诉', inspectors: ['inspector'], unannounced: true, campaign: '中秋专项' })
    await desk.page.goto(`${system.url}/inspect`)
    await desk.page.locator('[data-state=opened]').getByText('飞行检查').first().waitFor()
    const { id: north } = await admin.create<{ id: string }>('inspections', { unitId: 'market-1', reason: '节前检查', inspectors: ['inspector'] })
    // Each at its place on the map: the market lies north of the school.
    const heightOf = async (unit: string): Promise<number> => (await desk.page.locator(`[data-mark="${unit}"]`).boundingBox())?.y ?? 0
    await desk.page.locator(`[data-mark="${north}"][data-state=opened]`).getByText('李检').waitFor()
    expect(await heightOf(secret)).toBeGreaterThan(await heightOf(north))
    await desk.page.getByRole('button', { name: '全部' , exact: true }).click()
    await until('all four', async () => (await desk.page.locator('[data-inspection]').count()) === 4)
    expect((await admin.get<{ items: Inspection[] }>('inspections?campaign=%E4%B8%AD%E7%A7%8B%E4%B8%93%E9%A1%B9')).items).toHaveLength(2)
    await picture(desk.page, 'inspection-board')
    await desk.page.locator(`[data-mark="${north}"]`).click()
    await desk.page.waitForURL(`**/inspect/${north}`)
    expect(desk.complaints.filter((text) => !/WebSocket|ERR_|net::|401 \(Unauthorized\)/.test(text))).toEqual([])
  })
})
