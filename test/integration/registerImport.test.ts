import ExcelJS from 'exceljs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeLicence } from '../../domain/licence.ts'
import { makeUscc } from '../../domain/uscc.ts'
import { must, startApi, type ApiServer } from './apiServer.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

const CSV = { 'content-type': 'text/csv' }
const XLSX = { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }
const HEADING = 'id,name,kind,district,lng,lat'
const importUnits = (body: unknown, headers: Record<string, string> = CSV, query = '') => api.admin('POST', `/api/v1/units/import${query}`, body, headers)
/** "衡水" and "餐饮" have other bytes there than in UTF-8; Node writes no GB18030, so the bytes are given. */
const GB18030 = { 编号: 'b1e0bac5', 名称: 'c3fbb3c6', 业态: 'd2b5ccac', 区县: 'c7f8cfd8', 经度: 'beadb6c8', 纬度: 'ceb3b6c8', 桃城区: 'ccd2b3c7c7f8', 餐饮: 'b2cdd2fb' } as const

describe('importing units', () => {
  it('keeps good rows beside bad ones and says what is wrong with which', async () => {
    const rows = [
      HEADING + ',uscc,licence,电话,标签,营业时间', 'good-1,一号店,catering,131102,115.67,37.73,92131121MA07ABC20T,JY21311020001236,0318-1234567,校园周边；key-product,周一至周五 10:00-22:00',
      'bad-kind,二号店,rocket,131102,115.67,37.73,,,', 'bad-district,三号店,catering,北京,115.67,37.73,,,', '', 'bad-point,四号店,catering,131102,abc,37.73,,,',
      'no-name,,catering,131102,115.67,37.73,,,', 'bad-uscc,六号店,catering,131102,115.67,37.73,92131121MA07ABC20U,,', 'good-1,重复,catering,131102,115.67,37.73,,,',
      '"half"quoted,', 'good-2,"引号, ""店""",餐饮,桃城区,115.67,37.73,,,',
    ]
    const { body } = await must(importUnits(rows.join('\r\n')), 200)
    expect(body).toMatchObject({ created: 2, updated: 0, failed: 7 })
    const faults = (body.errors as { row: number; field: string; type: string }[]).map(({ row, field, type }) => [row, field, type])
    expect(faults).toEqual(expect.arrayContaining([
      [3, 'kind', 'invalid'], [4, 'district', 'unknown-district'], [6, 'lng', 'invalid'], [7, 'name', 'missing'], [8, 'uscc', 'invalid'], [9, 'id', 'duplicate'], [10, 'kind', 'missing'],
    ]))
    expect((await api.admin('GET', '/api/v1/units/good-1')).body).toMatchObject({ name: '一号店', contacts: [{ name: '一号店', phone: '0318-1234567' }], tags: ['key-product', '校园周边'], openingHours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '10:00', to: '22:00' }] })
    expect((await api.admin('GET', '/api/v1/units/good-2')).body).toMatchObject({ name: '引号, "店"', kind: 'catering', district: '131102' })
  })

  it('leaves known units alone unless it is told to change them', async () => {
    const table = `${HEADING}\ntwice,原名,catering,131102,115.67,37.73`
    expect((await must(importUnits(table), 200)).body).toMatchObject({ created: 1, failed: 0 })
    const again = table.replace('原名', '新名')
    expect((await must(importUnits(again), 200)).body).toMatchObject({ created: 0, updated: 0, failed: 1, errors: [{ row: 2, field: 'id', type: 'duplicate' }] })
    expect((await api.admin('GET', '/api/v1/units/twice')).body.name).toBe('原名')
    expect((await must(importUnits(again, CSV, '?existing=update'), 200)).body).toMatchObject({ created: 0, updated: 1, failed: 0 })
    expect((await api.admin('GET', '/api/v1/units/twice')).body.name).toBe('新名')
  })

  it('leaves what the table has no column for, and clears by an empty cell', async () => {
    const whole = `${HEADING},grade,address,contact,phone,tags,营业时间`
    await must(importUnits(`${whole}\nkeeps,店,catering,131102,115.67,37.73,B,人民路1号,王一,0318-1234567,校园周边,周一至周五 10:00-22:00`), 200)
    const update = (text: string) => must(importUnits(text, CSV, '?existing=update'), 200)
    const kept = { grade: 'B', address: '人民路1号', contacts: [{ name: '王一', phone: '0318-1234567' }], tags: ['校园周边'], openingHours: [{ from: '10:00', to: '22:00' }] }
    expect((await update(`${HEADING}\nkeeps,新店,catering,131102,115.67,37.73`)).body).toMatchObject({ updated: 1, failed: 0 })
    expect((await api.admin('GET', '/api/v1/units/keeps')).body).toMatchObject({ name: '新店', ...kept })
    await update(`${HEADING},phone,tags\nkeeps,新店,catering,131102,115.67,37.73,0318-7654321,`)
    expect((await api.admin('GET', '/api/v1/units/keeps')).body).toMatchObject({ ...kept, tags: [], contacts: [{ name: '王一', phone: '0318-7654321' }] })
    await update(`${whole}\nkeeps,新店,catering,131102,115.67,37.73,,,,,,`)
    expect((await api.admin('GET', '/api/v1/units/keeps')).body).toMatchObject({ name: '新店', grade: null, address: null, contacts: [], tags: [], openingHours: null })
  })

  it('changes no unit outside the jurisdiction of who imports', async () => {
    await must(importUnits(`${HEADING}\nfar-away,景县店,catering,131127,116.27,37.69`), 200)
    const centre = await api.user('centre', { scope: 'districts', districts: ['131102'] })
    const table = `${HEADING}\nfar-away,抢来的店,catering,131102,115.67,37.73\nfar-2,远店,catering,131127,116.27,37.69`
    const { body } = await must(centre('POST', '/api/v1/units/import?existing=update', table, CSV), 200)
    expect(body).toMatchObject({ created: 0, updated: 0, failed: 2 })
    expect((await api.admin('GET', '/api/v1/units/far-away')).body.name).toBe('景县店')
  })

  it('reads CSV in GB18030 with a Chinese heading, as Excel writes it', async () => {
    const hex = (text: keyof typeof GB18030) => Buffer.from(GB18030[text], 'hex')
    const comma = Buffer.from(',')
    const heading = [hex('编号'), comma, hex('名称'), comma, hex('业态'), comma, hex('区县'), comma, hex('经度'), comma, hex('纬度')]
    const row = [Buffer.from('\r\ngb-1,'), hex('餐饮'), comma, hex('餐饮'), comma, hex('桃城区'), Buffer.from(',115.67,37.73\r\n')]
    expect((await must(importUnits(Buffer.concat([...heading, ...row])), 200)).body).toMatchObject({ created: 1, errors: [] })
    expect((await api.admin('GET', '/api/v1/units/gb-1')).body).toMatchObject({ name: '餐饮', kind: 'catering', district: '131102' })
  })

  it('reads a workbook, by itself and in a form', async () => {
    const workbook = async (id: string): Promise<Buffer> => {
      const book = new ExcelJS.Workbook()
      const sheet = book.addWorksheet('单位')
      sheet.addRow(['编号', '单位名称 *', '业态', '所属区县', '经度（WGS84）', '纬度（WGS84）', '备注'])
      sheet.addRow([id, { richText: [{ text: '富文' }, { text: '本店' }] }, '食堂', 131103, 115.58, 37.55, '不认识的列'])
      return Buffer.from(await book.xlsx.writeBuffer())
    }
    expect((await must(importUnits(await workbook('xlsx-1'), XLSX), 200)).body).toMatchObject({ created: 1, errors: [] })
    const form = new FormData()
    form.append('note', 'not a file')
    form.append('file', new Blob([new Uint8Array(await workbook('xlsx-2'))]), '单位.xlsx')
    expect((await must(importUnits(form, {}), 200)).body).toMatchObject({ created: 1, errors: [] })
    for (const id of ['xlsx-1', 'xlsx-2']) expect((await api.admin('GET', `/api/v1/units/${id}`)).body).toMatchObject({ name: '富文本店', kind: 'canteen', district: '131103' })
  })

  it.each([
    ['a heading that lacks a column', 'id,name,kind\n1,2,3', CSV, 422],
    ['two columns for one field', `${HEADING},经度\n1,2,3`, CSV, 422],
    ['nothing but blanks', '\n\n', CSV, 422],
    ['a picture', 'xyz', { 'content-type': 'image/png' }, 415],
    ['a workbook that is none', 'xyz', XLSX, 422],
    ['a workbook that is cut short', Buffer.from('PK\x03\x04 and no more', 'latin1'), XLSX, 422],
    ['a form without a file', 'xyz', { 'content-type': 'multipart/form-data; boundary=a' }, 400],
  ])('refuses %s', async (_name, body, headers, status) => {
    expect((await importUnits(body, headers as Record<string, string>)).status).toBe(status)
  })

  it('keeps what stands before a break in the table', async () => {
    const { body } = await must(importUnits(`${HEADING}\nbefore-break,店,catering,131102,115.67,37.73\n"never closed,店`), 200)
    expect(body).toMatchObject({ created: 1, failed: 1, errors: [{ field: null, type: 'unreadable' }] })
  })

  it('takes a whole city of 34,432 units', { timeout: 300_000 }, async () => {
    const rows = Array.from({ length: 34_432 }, (_, i) =>
      `city-${i},第${i}号餐饮单位,catering,1311${['02', '03', '21', '22'][i % 4]},${115 + (i % 1000) / 1000},37.7,${makeUscc('131102', '92', i)},${makeLicence('JY2', '131102', i)}`)
    // Making them may take longer than an idle connection is kept: let its end be heard of before the next request.
    await pause(100)
    const began = performance.now()
    const { body } = await must(importUnits(`${HEADING},uscc,licence\n${rows.join('\n')}`), 200)
    const seconds = (performance.now() - began) / 1000
    expect(body).toMatchObject({ created: 34_432, failed: 0, errors: [] })
    console.info(`imported 34,432 units in ${seconds.toFixed(1)} s`)
    expect((await api.admin('GET', '/api/v1/audit/verify')).body.brokenAt).toBeNull()
  })
})

describe('importing devices', () => {
  it('gives each new device its token once and keeps good rows beside bad ones', async () => {
    await must(api.admin('POST', '/api/v1/units', { id: 'home', name: '家', kind: 'catering', district: '131102', point: [115.67, 37.73] }), 201)
    await must(api.admin('POST', '/api/v1/devices', { id: 'gw-1', profile: 'gateway', format: 'chirpstack', devices: [] }), 201)
    const zh = api.context.configuration.profiles.get('catering-freezer')?.zh ?? ''
    const rows = ['设备编号,所属单位,设备类型,安装位置,采样间隔,网关', `dev-1,home,${zh},后厨,30,gw-1`, 'dev-2,home,camera,,,', 'dev-3,ghost,camera,,,', 'dev-4,home,toaster,,,', 'dev-5,,camera,,,', 'dev-6,home,camera,,-1,', 'dev-7,home,camera,,,dev-2']
    const { body } = await must(api.admin('POST', '/api/v1/devices/import', rows.join('\n'), CSV), 200)
    const faults = (body.errors as { row: number; field: string; type: string }[]).map(({ row, field, type }) => [row, field, type]).sort()
    expect(faults).toEqual([[4, 'unit', 'unknown-unit'], [5, 'profile', 'unknown-profile'], [6, 'unit', 'missing'], [7, 'interval', 'invalid'], [8, 'gateway', 'unknown-device']])
    expect(body).toMatchObject({ created: 2, failed: 5 })
    const [heading, ...tokens] = String(body.tokens).trim().split('\r\n').map((line) => line.split(','))
    expect(heading).toEqual(['id', 'token'])
    expect(tokens.map(([id]) => id)).toEqual(['dev-1', 'dev-2'])
    for (const [id = '', token = ''] of tokens) expect(await api.context.register.authenticate(id, token)).toMatchObject({ id })
    expect((await api.admin('GET', '/api/v1/devices/dev-1')).body).toMatchObject({ profile: 'catering-freezer', place: '后厨', interval: 30, gateway: 'gw-1' })
    expect((await must(api.admin('POST', '/api/v1/devices/import', rows.slice(0, 3).join('\n'), CSV), 200)).body).toMatchObject({ created: 0, failed: 2, tokens: 'id,token\r\n' })
  })

  it('takes what the gateway calls a device, and gives one name to one device only', async () => {
    await must(api.admin('POST', '/api/v1/devices', { id: 'gw-2', profile: 'gateway', format: 'zigbee2mqtt', devices: [] }), 201)
    await must(api.admin('POST', '/api/v1/devices', { id: 'first', unit: 'home', profile: 'catering-freezer', gateway: 'gw-2', source: 'Freezer 1' }), 201)
    const rows = ['id,unit,profile,gateway,网关内名称', 'second,home,catering-freezer,gw-2,freezer 1', 'third,home,catering-freezer,gw-2,冷库', 'fourth,home,catering-freezer,gw-2,冷库', 'fifth,home,catering-freezer,gw-1,Freezer 1', 'sixth,home,catering-freezer,,', 'first,home,catering-freezer,gw-2,Freezer 1']
    const { body } = await must(api.admin('POST', '/api/v1/devices/import', rows.join('\n'), CSV), 200)
    const faults = (body.errors as { row: number; field: string; type: string; detail: string }[]).map(({ row, field, type, detail }) => [row, field, type, detail]).sort()
    expect(faults).toEqual([[2, 'source', 'duplicate', 'first goes by this name behind gw-2 already'], [4, 'source', 'duplicate', 'third goes by this name behind gw-2 already'], [7, 'id', 'duplicate', 'there is a device first already']])
    expect(body).toMatchObject({ created: 3, failed: 3 })
    expect((await api.admin('GET', '/api/v1/devices/third')).body).toMatchObject({ gateway: 'gw-2', source: '冷库' })
  })
})
