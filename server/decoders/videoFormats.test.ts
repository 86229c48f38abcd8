import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadConfiguration } from '../../config/load.ts'
import type { Decoded, Format } from './decoder.ts'
import { VIDEO_FORMATS } from './videoFormats.ts'

const NOW = 1_760_000_000_000

/** A real message of each format, to be spoilt. */
const REAL: Readonly<Record<string, readonly (readonly [topic: string, contentType: string | null, payload: string])[]>> = {
  frigate: [
    ['frigate/events', null, '{"type":"new","before":{},"after":{"id":"1.5-a","camera":"c","label":"rat","top_score":0.9,"start_time":1607123955.4,"frame_time":1607123956,"current_zones":["z"],"data":{"box":[0.1,0.2,0.3,0.4]},"false_positive":false}}'],
    ['frigate/reviews', null, '{"type":"new","after":{"id":"r","camera":"c","start_time":1607123955.4,"data":{"detections":["1.5-a","b"],"objects":["rat"],"zones":["z"]}}}'],
    ['frigate/c/rat/snapshot', null, '\u00ff\u00d8\u00ff'], ['frigate/stats', null, '{"cameras":{"c":{"camera_fps":5}}}'],
  ],
  hikvision: [
    ['/alertStream', 'application/xml', '<?xml version="1.0"?><EventNotificationAlert xmlns="x"><macAddress>a:b</macAddress><channelID>1</channelID><dateTime>2022-01-31T13:53:05+01:00</dateTime><eventType>fielddetection</eventType><eventState>active</eventState><DetectionRegionList><DetectionRegionEntry><regionID>1</regionID><TargetRect><X>0.1</X><Y>0.1</Y><width>0.2</width><height>0.2</height></TargetRect></DetectionRegionEntry></DetectionRegionList></EventNotificationAlert>'],
    ['/alertStream', 'multipart/mixed; boundary=b', '--b\r\nContent-Type: application/json\r\nContent-Length: 41\r\n\r\n{"eventType":"x","eventState":"inactive"}\r\n--b\r\nContent-Type: image/jpeg\r\n\r\n\u00ff\u00d8\u00ff\r\n--b--'],
    ['/alertStream', 'image/jpeg', '\u00ff\u00d8\u00ff'],
  ],
  dahua: [
    ['/eventManager', 'text/plain', 'Code=CrossRegionDetection;action=Start;index=0;data={"UTC":1687810920,"UTCMS":9,"LocaleTime":"2023-06-26 21:22:01","Name":"a","Object":{"BoundingBox":[1,2,300,400],"Confidence":9,"ObjectID":3}}'],
    ['/eventManager', 'text/plain', 'Events[0].EventBaseInfo.Code=A\nEvents[0].EventBaseInfo.Action=Stop\nEvents[0].Object.BoundingBox[0]=1'],
  ],
  onvif: [
    ['p/onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&1', null, '{"UtcTime":"2026-10-09T08:53:20Z","Source":{"VideoSource":"1","Rule":"r"},"Data":{"ObjectId":"1","IsInside":"true","Likelihood":0.5}}'],
    ['p/onvif-ej/x', null, '<a><NotificationMessage><Topic>tns1:A/B</Topic><Message><Message UtcTime="2026-10-09T08:53:20Z"><Data><SimpleItem Name="State" Value="true"/></Data></Message></Message></NotificationMessage></a>'],
  ],
  axis: [['axis/S/event/x', null, '{"topic":"axis:CameraApplicationPlatform/ObjectAnalytics/Device1Scenario1","timestamp":1741583919319,"serial":"S","message":{"source":{},"key":{},"data":{"active":"1","classTypes":"human","objectId":"1"}}}']],
}

/** Cuts, doubles, replaces and inserts pieces of a text. */
const spoilt = (text: string) => fc.array(fc.tuple(fc.nat(text.length), fc.nat(12), fc.oneof(
  fc.string({ maxLength: 8 }), fc.constantFrom('{', '}', '"', '[', '<', '>', '&lt;', '\u0000', '\r\n', '--b', '__proto__', 'null', '1e999', '-1', '�', ']]>', '<!--', 'NaN'),
)), { minLength: 1, maxLength: 4 }).map((cuts) => cuts.reduce((now, [at, length, insert]) => now.slice(0, at) + insert + now.slice(at + length), text))

/** Whatever is decoded must be fit to be checked at the door: finite, bounded, without control characters. */
function expectSound(items: readonly Decoded[]): void {
  expect(items.length).toBeLessThanOrEqual(5_000)
  for (const item of items) {
    if (item.kind === 'reply') continue
    for (const name of item.source) expect(name).toSatisfy(isName)
    if (item.kind !== 'detection') continue
    expect(item.id).toSatisfy(isName)
    expect(item.type).toSatisfy(isName)
    for (const text of [item.zone, item.track]) if (text !== undefined) expect(text).toSatisfy(isName)
    if (typeof item.ts === 'number') expect(Number.isFinite(item.ts)).toBe(true)
    if (item.confidence !== undefined) expect(item.confidence > 0 && item.confidence <= 1).toBe(true)
    if (item.box !== undefined) expect(item.box.every((n) => n >= 0 && n <= 1)).toBe(true)
  }
}

function isName(text: string): boolean {
  return text.length > 0 && text.length <= 420 && !/\p{Cc}/u.test(text)
}

function decodeAll(format: Format, messages: readonly (readonly [string, string | null, Buffer])[]): Decoded[] {
  const decoder = format.create({ prefix: format.prefix, timeZone: 'Asia/Shanghai' })
  return messages.flatMap(([topic, contentType, payload]) => [...decoder.decode({ topic, contentType, payload, receivedAt: NOW, retained: false })])
}

describe.each(VIDEO_FORMATS.map((format) => [format.id, format] as const))('the decoder of %s', (id, format) => {
  const real = REAL[id] ?? []

  it('understands what the others of its tests spoil', () => {
    expect(real.length).toBeGreaterThan(0)
    const items = decodeAll(format, real.map(([topic, contentType, payload]) => [topic, contentType, Buffer.from(payload, 'latin1')]))
    expect(items.some(({ kind }) => kind === 'detection')).toBe(true)
    expect(items.filter(({ kind }) => kind === 'rejection')).toEqual([])
    expectSound(items)
  })

  it('stands any bytes', () => {
    fc.assert(fc.property(fc.constantFrom(...real), fc.uint8Array({ maxLength: 400 }), ([topic, contentType], bytes) => {
      expectSound(decodeAll(format, [[topic, contentType, Buffer.from(bytes)]]))
    }), { numRuns: 150 })
  })

  it('stands any JSON', () => {
    fc.assert(fc.property(fc.constantFrom(...real), fc.json(), ([topic], json) => expectSound(decodeAll(format, [[topic, 'application/json', Buffer.from(json)]]))), { numRuns: 150 })
  })

  it('stands spoilt messages, and goes on behind them', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...real).chain(([topic, contentType, payload]) => spoilt(payload).map((text) => [topic, contentType, Buffer.from(text, 'latin1')] as const)), { maxLength: 4 }), (messages) => {
      expectSound(decodeAll(format, messages))
    }), { numRuns: 400 })
  })

  it('has a table of labels', () => expect(loadConfiguration().labels.has(id)).toBe(true))
})
