import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { must, startApi, type ApiServer } from './apiServer.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

const canteen = { id: 'unit-1', name: '桃城一中食堂', kind: 'canteen', district: '131102', point: [115.67, 37.73] }

describe('the register', () => {
  it('makes a unit, a device with its token, and tells the door of it', async () => {
    const unit = await must(api.admin('POST', '/api/v1/units', { ...canteen, uscc: '92131121MA07ABC20T', licence: 'JY21311020001236' }), 201)
    expect(unit.body).toMatchObject({ ...canteen, grade: null, contacts: [], createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/) })
    expect(unit.headers.get('location')).toBe('/api/v1/units/unit-1')
    const device = await must(api.admin('POST', '/api/v1/devices', { id: 'freezer-1', unit: 'unit-1', profile: 'catering-freezer' }), 201)
    expect(device.body).toMatchObject({ id: 'freezer-1', unit: 'unit-1', interval: 60, gateway: null, token: expect.any(String) })
    expect(await api.context.register.authenticate('freezer-1', String(device.body.token))).toMatchObject({ id: 'freezer-1' })
    expect((await api.admin('GET', '/api/v1/devices/freezer-1')).body).not.toHaveProperty('token')
  })
})
