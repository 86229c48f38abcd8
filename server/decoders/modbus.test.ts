import { describe, expect, test } from 'vitest'
import { loadConfiguration } from '../../config/load.ts'
import { readReading } from '../door/readings.ts'
import { decodeAnswers, modbusController, planReads } from './modbus.ts'

const AT = Date.UTC(2026, 10, 22, 4)
const registers = (...words: number[]): Buffer => Buffer.from(words.flatMap((word) => [(word >> 8) & 0xff, word & 0xff]))
const controller = (point: object, more: object = {}) => modbusController.parse({ host: 'plc', points: [{ device: 'store-1', metric: 'temperature', address: 10, ...point }], ...more })

function read(point: object, words: number[], more: object = {}) {
  const map = controller(point, more)
  const [block] = planReads(map.points)
  if (!block) throw new Error('nothing to read')
  return decodeAnswers(map, [{ block, registers: registers(...words) }], AT)
}

describe('a register', () => {
  test.each<[string, object, number[], object, number]>([
    ['int16 in tenths', { scale: 0.1 }, [0xff48], {}, -18.4],
    ['uint16', { metric: 'humidity', type: 'uint16', scale: 0.1 }, [815], {}, 81.5],
    ['int32', { type: 'int32', scale: 0.001 }, [0xffff, 0xb820], {}, -18.4],
    ['int32, lower word first', { type: 'int32', scale: 0.001 }, [0xb820, 0xffff], { wordOrder: 'little' }, -18.4],
    ['uint32', { metric: 'co2', type: 'uint32' }, [0x0001, 0x0000], {}, 65_536],
    ['float32', { type: 'float32' }, [0xc194, 0x0000], {}, -18.5],
    ['float32, lower word first for this point only', { type: 'float32', wordOrder: 'little' }, [0x0000, 0xc194], {}, -18.5],
    ['an offset', { scale: 0.1, offset: -40 }, [216], {}, -18.4],
    ['Fahrenheit', { unit: '°F' }, [41], {}, 5],
    ['a bit that stands for a closed door', { metric: 'door', type: 'bit', bit: 3, unit: 'closed' }, [0b1000], {}, 0],
  ])('is read as %s', (_what, point, words, more, value) => {
    expect(read(point, words, more)).toEqual([{ kind: 'reading', source: ['store-1'], ts: AT, values: { [controller(point).points[0]?.metric ?? '']: value } }])
  })

  const freezer = loadConfiguration().profiles.get('cold-store-frozen')
  test.each<[string, object, number[]]>([
    ['0x7FFF', { scale: 0.5 }, [0x7fff]],
    ['0x8000', { scale: 0.1 }, [0x8000]],
    ['0x8000 as uint16', { type: 'uint16', scale: 0.1 }, [0x8000]],
    ['0xFFFF as uint16', { type: 'uint16' }, [0xffff]],
    ['0x7FFFFFFF', { type: 'int32', scale: 0.001 }, [0x7fff, 0xffff]],
    ['float32 NaN', { type: 'float32' }, [0x7fc0, 0x0000]],
    ['the number its manual names', { noValue: [9999], scale: 0.1 }, [9999]],
  ])('that holds no value (%s) is a fault the profile knows, whatever the scale', (_what, point, words) => {
    const [reading] = read(point, words)
    expect(reading).toHaveProperty('values.temperature', expect.toBeOneOf([32_767, -32_768]))
    const { kind: _kind, source: _source, ...native } = reading?.kind === 'reading' ? reading : { kind: '', source: '' }
    expect(freezer && readReading('store-1', native, AT, freezer).reading?.values).toEqual(reading && 'values' in reading ? reading.values : null)
  })

  test('of an answer that is short or missing says nothing', () => {
    expect(read({ type: 'float32' }, [0xc194])).toEqual([])
    expect(decodeAnswers(controller({}), [], AT)).toEqual([])
  })
})

test('what touches is read together, a gap and another table are not, nor more than 125 registers', () => {
  const map = modbusController.parse({
    host: 'plc',
    points: [
      { device: 'b', metric: 'temperature', address: 12, type: 'float32' }, { device: 'a', metric: 'temperature', address: 10, type: 'int32' },
      { device: 'a', metric: 'humidity', address: 20 }, { device: 'a', metric: 'door', address: 3, table: 'coil' }, { device: 'c', metric: 'temperature', address: 10, table: 'input' },
      ...Array.from({ length: 130 }, (_, i) => ({ device: `d${i}`, metric: 'temperature', address: 1000 + i })),
    ],
  })
  expect(planReads(map.points)).toEqual([
    { table: 'coil', start: 3, count: 1 }, { table: 'holding', start: 10, count: 4 }, { table: 'holding', start: 20, count: 1 },
    { table: 'holding', start: 1000, count: 125 }, { table: 'holding', start: 1125, count: 5 }, { table: 'input', start: 10, count: 1 },
  ])
})

test('the points of one device make one reading, and a coil is a switch', () => {
  const map = modbusController.parse({ host: 'plc', points: [{ device: 'a', metric: 'temperature', address: 0, scale: 0.1 }, { device: 'a', metric: 'door', address: 4, table: 'coil' }] })
  const answers = [{ block: { table: 'holding' as const, start: 0, count: 1 }, registers: registers(40) }, { block: { table: 'coil' as const, start: 4, count: 1 }, bits: [true] }]
  expect(decodeAnswers(map, answers, AT)).toEqual([{ kind: 'reading', source: ['a'], ts: AT, values: { temperature: 4, door: 1 } }])
})

test.each<[string, object]>([
  ['a metric we do not have', { metric: 'pressure' }],
  ['a unit of another metric', { unit: 'ppm' }],
  ['an address behind the last', { address: 65_535, type: 'float32' }],
  ['a misspelt field', { adress: 1 }],
])('a map with %s is refused', (_what, point) => {
  expect(() => controller(point)).toThrow()
})

test('a map that gives a device the same metric twice is refused', () => {
  const twice = { device: 'a', metric: 'temperature' }
  expect(modbusController.safeParse({ host: 'plc', points: [{ ...twice, address: 1 }, { ...twice, address: 2 }] }).error?.issues).toMatchObject([{ path: ['points', 1] }])
})
