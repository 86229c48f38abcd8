import { expect, it } from 'vitest'
import { controllerOf } from './controllerOf.ts'

const registers = [{ device: 'store-1', metric: 'temperature', address: 10, scale: 0.1 }]
const at = (address: string, more: object = {}): ReturnType<typeof controllerOf> => controllerOf({ connection: { address }, registers, ...more })

it('reads a controller from its address and its registers', () => {
  expect(at('modbus://10.0.3.7')).toMatchObject({ controller: { host: '10.0.3.7', port: 502, unit: 1, interval: 60, wordOrder: 'big', points: [{ device: 'store-1', table: 'holding', type: 'int16' }] } })
  expect(at('modbus://plc:1502/7?wordOrder=little&timeout=2', { connection: { address: 'modbus://plc:1502/7?wordOrder=little&timeout=2', interval: 10 } }))
    .toMatchObject({ controller: { host: 'plc', port: 1502, unit: 7, timeout: 2, interval: 10, wordOrder: 'little' } })
})

it.each<[string, ReturnType<typeof controllerOf>, string]>([
  ['no address', controllerOf({ registers }), 'settings.connection'],
  ['an address of another kind', at('http://10.0.3.7'), 'settings.connection.address'],
  ['a unit that is none', at('modbus://10.0.3.7/x'), 'settings.connection.address'],
  ['no register', at('modbus://10.0.3.7', { registers: [] }), 'settings.registers'],
  ['a register with an unknown metric', at('modbus://10.0.3.7', { registers: [{ device: 'a', metric: 'warmth', address: 1 }] }), 'settings.registers.0.metric'],
  ['a register with a field that is none', at('modbus://10.0.3.7', { registers: [{ device: 'a', metric: 'co2', address: 1, factor: 2 }] }), 'settings.registers.0'],
])('names the field that is wrong: %s', (_what, answer, path) => {
  expect(answer).toMatchObject({ faults: [{ path, detail: expect.stringMatching(/./) }] })
})
