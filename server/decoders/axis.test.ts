import { describe, expect, it } from 'vitest'
import { axis } from './axis.ts'
import type { Decoded } from './decoder.ts'

const NOW = 1_760_000_000_000
const TOPIC = 'axis/B8A44F941234/event/tns:axis/CameraApplicationPlatform/ObjectAnalytics/Device1Scenario2'
const told = (data: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  topic: 'axis:CameraApplicationPlatform/ObjectAnalytics/Device1Scenario2', timestamp: 1741583919319, serial: 'B8A44F941234', message: { source: {}, key: {}, data }, ...more,
})
const ACTIVE = { active: '1', classTypes: 'human', objectId: '622864', scenarioType: 'ObjectInArea', triggerTime: '2025-03-10T05:18:39.319+0000' }
const START = { kind: 'detection', source: ['B8A44F941234:1', 'B8A44F941234'], phase: 'start', type: 'Device1Scenario2/human', ts: 1741583919319, track: '622864', id: 'Device1Scenario2~B8A44F941234:1~1741583919319' }

class Camera {
  readonly decoder = axis.create({ prefix: 'axis', timeZone: 'Asia/Shanghai' })

  say(payload: unknown, topic = TOPIC, retained = false): readonly Decoded[] {
    return this.decoder.decode({ topic, payload: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)), contentType: null, receivedAt: NOW, retained })
  }
}

describe('a scenario of AXIS Object Analytics', () => {
  it('is one event while it is active', () => {
    const camera = new Camera()
    expect(camera.say(told(ACTIVE))).toEqual([START])
    expect(camera.say(told({ ...ACTIVE, objectId: '7' }, { timestamp: 1741583920000 }))).toEqual([{ ...START, phase: 'update', ts: 1741583920000 }])
    expect(camera.say(told({ active: '0' }, { timestamp: 1741583925000 }))).toEqual([{ ...START, phase: 'end', ts: 1741583925000 }])
    expect(camera.say(told({ active: '0' }))).toEqual([])
  })

  it.each([
    ['its time as text', told(ACTIVE, { timestamp: '1741583919319' }), { ts: 1741583919319 }],
    ['only the time it was triggered', told(ACTIVE, { timestamp: undefined }), { ts: '2025-03-10T05:18:39.319+0000' }],
    ['a true for active', told({ ...ACTIVE, active: true }), { phase: 'start' }],
    ['a name a person gave', told({ ...ACTIVE, scenarioName: '专间无口罩' }), { type: 'Device1Scenario2/专间无口罩/human' }],
    ['no serial but in the topic', told(ACTIVE, { serial: undefined }), { source: ['B8A44F941234:1', 'B8A44F941234'] }],
    ['the frame of a webhook about it', { event: told(ACTIVE) }, START],
    ['the frame of a data stream about it', { params: { notification: told(ACTIVE) } }, START],
    ['its topic only outside', { ...told(ACTIVE), topic: undefined }, { type: 'Device1Scenario2/human' }],
  ])('with %s is read so', (_, payload, expected) => expect(new Camera().say(payload)).toMatchObject([expected]))

  it('without any time happened when it came, and without any name is known by its channel', () => {
    const [start] = new Camera().say(told({ active: '1' }, { timestamp: undefined, serial: undefined }), 'x')
    expect(start).toEqual({ kind: 'detection', source: ['device-1'], phase: 'start', type: 'Device1Scenario2', id: `Device1Scenario2~device-1~${NOW}` })
  })

  it.each([
    ['a count', told({ scenario: 'passageCounts', reason: 'human', total: '3' })],
    ['the scenario that repeats all others', told(ACTIVE, { topic: 'axis:CameraApplicationPlatform/ObjectAnalytics/Device1ScenarioANY' })],
    ['a threshold', told(ACTIVE, { topic: 'axis:CameraApplicationPlatform/ObjectAnalytics/Device1Scenario1Threshold' })],
    ['another event', told({ active: '1' }, { topic: 'onvif:Device/axis:IO/VirtualInput' })],
    ['an end that nobody saw begin', told({ active: '0' })],
  ])('is not %s', (_, payload) => expect(new Camera().say(payload)).toEqual([]))

  it('is nothing where the broker had kept it, or where it is empty', () => {
    expect(new Camera().say(told(ACTIVE), TOPIC, true)).toEqual([])
    expect(new Camera().say('')).toEqual([])
  })

  it('may be XML', () => {
    const xml = `<tt:MetadataStream xmlns:tt="a"><tt:Event><wsnt:NotificationMessage xmlns:wsnt="b"><wsnt:Topic>tnsaxis:CameraApplicationPlatform/ObjectAnalytics/Device1Scenario2</wsnt:Topic><wsnt:Message><tt:Message UtcTime="2025-03-10T05:18:39.319Z" PropertyOperation="Changed"><tt:Source/><tt:Data><tt:SimpleItem Name="active" Value="1"/><tt:SimpleItem Name="classTypes" Value="human"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage></tt:Event></tt:MetadataStream>`
    expect(new Camera().say(xml)).toMatchObject([{ source: ['B8A44F941234:1', 'B8A44F941234'], type: 'Device1Scenario2/human', ts: '2025-03-10T05:18:39.319Z' }])
  })

  it.each([
    ['no JSON', 'active', 'unparsable'],
    ['JSON without data', { topic: 'x' }, 'invalid'],
    ['neither active nor not', told({ active: 'perhaps' }), 'invalid'],
    ['XML that is cut off', '<tt:MetadataStream>', 'unparsable'],
  ])('that is %s is rejected', (_, payload, type) => expect(new Camera().say(payload)).toMatchObject([{ kind: 'rejection', type }]))
})
