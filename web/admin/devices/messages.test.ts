import { expect, it } from 'vitest'
import { channelOf, copiedPayload, shownPayload, takenOf, timeOf } from './messages.ts'

it('shows JSON indented, other text as it is, and bytes as digits with what of them can be read', () => {
  expect(shownPayload({ encoding: 'text', payload: '{"values":{"temperature":-18}}' })).toEqual({ form: 'JSON', text: '{\n  "values": {\n    "temperature": -18\n  }\n}' })
  expect(shownPayload({ encoding: 'text', payload: '{"values":{"temp' })).toEqual({ form: 'text', text: '{"values":{"temp' })
  const { form, text } = shownPayload({ encoding: 'base64', payload: btoa('\x00\xffspBv1.0 sixteen!!') })
  expect(form).toBe('hex')
  expect(text.split('\n')).toEqual([
    '00000000  00 ff 73 70 42 76 31 2e 30 20 73 69 78 74 65 65  |..spBv1.0 sixtee|',
    '00000010  6e 21 21                                         |n!!|',
  ])
})

it('hands over text exactly as it came, and bytes as digits', () => {
  expect(copiedPayload({ encoding: 'text', payload: '{ "a":1 }' })).toBe('{ "a":1 }')
  expect(copiedPayload({ encoding: 'base64', payload: btoa('\x00\xff') })).toBe('00 ff')
})

it('reads the time of an item in both forms, and says where there is none', () => {
  expect(timeOf(1_700_000_000_000)).toBe(1_700_000_000_000)
  expect(timeOf('2026-11-22T08:00:00+08:00')).toBe(Date.UTC(2026, 10, 22))
  expect([timeOf(undefined), timeOf('soon'), timeOf(1e300), timeOf({})]).toEqual([null, null, null, null])
})

it('names the way a message came', () => {
  expect([channelOf({ source: 'http', address: 'modbus://plc:502/1' }), channelOf({ source: 'mqtt', address: 'application/1' })]).toEqual(['Modbus', 'MQTT'])
})

it('counts what was taken', () => {
  expect(takenOf([{ device: 'd', kind: 'reading', values: {} }, { device: null, kind: 'reading', rejection: { type: 'unknown-device', detail: '' } }, { device: 'd', kind: 'rejection', rejection: { type: 'unparsable', detail: '' } }])).toBe(1)
})
