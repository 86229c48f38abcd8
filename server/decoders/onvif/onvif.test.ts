import { describe, expect, it } from 'vitest'
import type { Decoded } from '../decoder.ts'
import { onvif } from './onvif.ts'

const NOW = 1_760_000_000_000
const AT = '2026-10-09T08:53:20.123Z'

class Camera {
  readonly decoder = onvif.create({ prefix: '+', timeZone: 'Asia/Shanghai' })

  say(topic: string, payload: unknown, retained = false): readonly Decoded[] {
    return this.decoder.decode({ topic, payload: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)), contentType: null, receivedAt: NOW, retained })
  }

  field(inside: unknown, object = '15', retained = false): readonly Decoded[] {
    return this.say('kitchen/cam1/onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&1/2/专间', { UtcTime: AT, Source: { VideoSource: '1', AnalyticsConfiguration: '2', Rule: '专间' }, Data: { ObjectId: object, IsInside: inside } }, retained)
  }
}

const INSIDE = { kind: 'detection', source: ['kitchen/cam1:1', 'kitchen/cam1'], ts: AT, type: 'RuleEngine/FieldDetector/ObjectsInside/专间', track: '15' }

describe('an ONVIF event over MQTT', () => {
  it('that only happens begins and ends at once', () => {
    const [start, end, ...rest] = new Camera().say('MyDevice/onvif-ej/RuleEngine/LineDetector/Crossed/&1/2/MyImportantFence1', {
      UtcTime: '2008-10-10T12:24:57.321Z', Source: { VideoSource: '1', AnalyticsConfiguration: '2', Rule: 'MyImportantFence1' }, Data: { ObjectId: '15' },
    })
    expect(start).toEqual({
      kind: 'detection', source: ['MyDevice:1', 'MyDevice'], ts: '2008-10-10T12:24:57.321Z', phase: 'start', track: '15',
      id: 'RuleEngine/LineDetector/Crossed~1~MyImportantFence1~15~2008-10-10T12:24:57.321Z', type: 'RuleEngine/LineDetector/Crossed/MyImportantFence1',
    })
    expect(end).toEqual({ ...start, phase: 'end' })
    expect(rest).toEqual([])
  })

  it.each([[true, false], ['true', 'false'], ['1', '0'], ['True', 'False']])('about a state (%j, %j) lasts until the state is over', (yes, no) => {
    const camera = new Camera()
    const [start] = camera.field(yes)
    expect(start).toMatchObject({ ...INSIDE, phase: 'start' })
    expect(camera.field(yes)).toEqual([{ ...start, phase: 'update' }])
    expect(camera.field(yes, '16')).toMatchObject([{ phase: 'start', track: '16' }])
    expect(camera.field(no)).toEqual([{ ...start, phase: 'end' }])
    expect(camera.field(no)).toEqual([])
  })

  it('is nothing where the broker had kept it, or where it deletes what the broker keeps', () => {
    const camera = new Camera()
    expect(camera.field(true, '15', true)).toEqual([])
    expect(camera.say('cam/onvif-ej/VideoSource/MotionAlarm/&1', '')).toEqual([])
    expect(camera.say('cam/onvif-ej/VideoSource/MotionAlarm/&1', { UtcTime: AT, Source: { Source: '1' }, Data: { State: false } })).toEqual([])
  })

  it.each([
    ['VideoSource/SignalLoss/&1', { UtcTime: AT, Source: { Source: '1', Token: '1' }, Data: { State: 'true' } }, [{ kind: 'status', source: ['cam:1'], ts: AT, online: false }]],
    ['Device/Trigger/DigitalInput/&1', { UtcTime: AT, Source: { InputToken: '1' }, Data: { LogicalState: true } }, []],
    ['Monitoring/ProcessorUsage', { UtcTime: AT, Source: {}, Data: { Value: 12 } }, []],
  ])('of topic %s is taken for what it is', (topic, payload, expected) => expect(new Camera().say(`cam/onvif-ej/${topic}`, payload)).toEqual(expected))

  it('may have a kind of its vendor, a likelihood, no time and no rule', () => {
    expect(new Camera().say('cam/onvif-ej/VideoAnalytics/bosch:Smoke', { Source: { VideoSource: 3 }, Data: { State: true, Likelihood: '0.75' } })).toEqual([
      { kind: 'detection', source: ['cam:3', 'cam'], id: `VideoAnalytics/bosch:Smoke~3~~~${NOW}`, type: 'VideoAnalytics/bosch:Smoke', phase: 'start', confidence: 0.75 },
    ])
  })

  it('may be XML', () => {
    const xml = (operation: string, value: string) => `<tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"><tt:Event><wsnt:NotificationMessage>
      <wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">tns1:RuleEngine/tnsx:MaskDetector</wsnt:Topic>
      <wsnt:Message><tt:Message UtcTime="${AT}" PropertyOperation="${operation}"><tt:Source><tt:SimpleItem Name="VideoSource" Value="1"/><tt:SimpleItem Value="A &amp; B" Name="Rule"/></tt:Source>
      <tt:Data><tt:SimpleItem Name="State" Value="${value}"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage></tt:Event></tt:MetadataStream>`
    const camera = new Camera()
    expect(camera.say('cam/onvif-ej/x', xml('Initialized', 'true'))).toEqual([])
    expect(camera.say('cam/onvif-ej/x', xml('Changed', 'true'))).toMatchObject([{ source: ['cam:1', 'cam'], phase: 'start', ts: AT, type: 'RuleEngine/MaskDetector/A & B' }])
    expect(camera.say('cam/onvif-ej/x', xml('Changed', 'false'))).toMatchObject([{ phase: 'end' }])
  })

  it.each([
    ['no JSON', '{"UtcTime": "2008-10-10T12:24:57.789Z\n}', 'unparsable'],
    ['a list', '[]', 'invalid'],
    ['Data that are no object', { UtcTime: AT, Source: {}, Data: 'true' }, 'invalid'],
    ['XML that is cut off', '<tt:MetadataStream><tt:Event>', 'unparsable'],
  ])('that is %s is rejected', (_, payload, type) => {
    expect(new Camera().say('cam/onvif-ej/RuleEngine/X', payload)).toMatchObject([{ kind: 'rejection', type, source: ['cam'] }])
  })

  it('is none under another topic', () => expect(new Camera().say('cam/onvif-xx/RuleEngine/X', {})).toEqual([]))
})
