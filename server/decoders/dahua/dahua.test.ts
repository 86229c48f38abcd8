import { describe, expect, it } from 'vitest'
import type { Decoded } from '../decoder.ts'
import { dahua } from './dahua.ts'

const NOW = 1_760_000_000_000

/** As cameras sent it, less what we do not read. */
const REGION = {
  Action: 'Appear', Class: 'Normal', DetectRegion: [[55, 97], [8082, 97]], EventID: 15171, GroupID: 5170, Name: 'Regola2', RuleID: 4, UTC: 1687810920, UTCMS: 945,
  Object: { Action: 'Appear', BoundingBox: [2888, 4320, 3224, 5632], Center: [3056, 4976], Confidence: 0, ObjectID: 77171, ObjectType: 'Human' },
}
const SMART = '{\n   "RegionName" : [ "Region1" ],\n   "WindowId" : [ 0 ],\n   "object" : [\n      {\n         "HumamID" : 542,\n         "Rect" : [ 2072, 1808, 3440, 8184 ]\n      }\n   ]\n}\n'
const line = (code: string, action: string, data?: unknown, index = 0) =>
  `Code=${code};action=${action};index=${index}${data === undefined ? '' : `;data=${typeof data === 'string' ? data : JSON.stringify(data, null, 3)}`}\r\n\r\n`

class Camera {
  readonly decoder
  now = NOW
  constructor(timeZone = 'Asia/Shanghai') {
    this.decoder = dahua.create({ prefix: null, timeZone })
  }

  say(payload: string | Buffer, contentType: string | null = 'text/plain'): readonly Decoded[] {
    return this.decoder.decode({ topic: '/cgi-bin/eventManager.cgi', payload: Buffer.from(payload), contentType, receivedAt: this.now, retained: false })
  }
}

describe('an event of a Dahua camera', () => {
  it('is one from Start to Stop', () => {
    const camera = new Camera()
    const id = 'CrossRegionDetection~4~1687810920945~15171'
    expect(camera.say(line('CrossRegionDetection', 'Start', REGION, 4))).toEqual([{
      kind: 'detection', source: ['channel-5'], id, phase: 'start', type: 'CrossRegionDetection/Human', ts: 1687810920945, track: '77171', zone: 'Regola2',
      box: [2888 / 8191, 4320 / 8191, expect.closeTo(336 / 8191, 10), expect.closeTo(1312 / 8191, 10)],
    }])
    expect(camera.say(line('CrossRegionDetection', 'Start', REGION, 4))).toMatchObject([{ id, phase: 'update' }])
    expect(camera.say(line('CrossRegionDetection', 'Stop', { ...REGION, Object: { ObjectID: 9 }, EventID: 15180, UTC: 1687810930 }, 4))).toMatchObject([{
      id, phase: 'end', type: 'CrossRegionDetection/Human', track: '77171', ts: 1687810930945,
    }])
    expect(camera.say(line('CrossRegionDetection', 'Stop', REGION, 4))).toEqual([])
  })

  it('of smart motion has no time, and names its object with the vendor\'s own misspelling', () => {
    const [start] = new Camera().say(line('SmartMotionHuman', 'Start', SMART))
    expect(start).toMatchObject({ type: 'SmartMotionHuman', track: '542', source: ['channel-1'], id: `SmartMotionHuman~0~${NOW}~Region1` })
    expect(start).toHaveProperty('box')
    for (const absent of ['ts', 'zone', 'confidence']) expect(start).not.toHaveProperty(absent)
  })

  it('without data is an event all the same', () => {
    expect(new Camera().say('Code=VideoMotion;action=Start;index=0')).toEqual([{ kind: 'detection', source: ['channel-1'], id: `VideoMotion~0~${NOW}`, phase: 'start', type: 'VideoMotion' }])
    expect(new Camera().say('Code=VideoMotion; action=Start; index=0; data={"Id": [0]}')).toMatchObject([{ phase: 'start' }])
  })

  it('that is a pulse begins and ends at once', () => {
    expect(new Camera().say(line('CrossLineDetection', 'Pulse', REGION))).toMatchObject([{ phase: 'start', ts: 1687810920945 }, { phase: 'end', ts: 1687810920945 }])
  })

  it('may share a part with others', () => {
    expect(new Camera().say(`${line('SmokingDetection', 'Start', { EventSeq: 4 })}${line('VideoMotion', 'Start', undefined, 1)}`)).toMatchObject([
      { type: 'SmokingDetection', id: `SmokingDetection~0~${NOW}~4` }, { type: 'VideoMotion', source: ['channel-2'] },
    ])
  })

  it('whose data are no JSON is kept, and the data are rejected', () => {
    expect(new Camera().say(line('SmokingDetection', 'Start', '{"UTC": 16'))).toMatchObject([{ type: 'SmokingDetection' }, { kind: 'rejection', type: 'unparsable', source: ['channel-1'] }])
    expect(new Camera().say(line('SmokingDetection', 'Start', JSON.stringify(JSON.stringify({ UTC: 1687810920 }))))).toMatchObject([{ ts: 1687810920000 }])
  })

  it('written one field a line is read the same', () => {
    expect(new Camera().say([
      'Events[0].EventBaseInfo.Code=WorkClothesDetection', 'Events[0].EventBaseInfo.Action=Start', 'Events[0].EventBaseInfo.Index=2', 'Events[0].Type=Mask', 'Events[0].UTC=1687810920',
      'Events[0].UTCMS=123', 'Events[0].EventID=5864', 'Events[0].Object.Confidence=204', 'Events[0].Object.BoundingBox[0]=0', 'Events[0].Object.BoundingBox[1]=0',
      'Events[0].Object.BoundingBox[2]=8191', 'Events[0].Object.BoundingBox[3]=8191', 'Events[0].__proto__.polluted=1', 'Events[0].Vehicle=',
      'Events[1].EventBaseInfo.Code=SmokeDetection', 'Events[1].EventBaseInfo.Action=Pulse', 'Events[1].EventBaseInfo.Index=0',
    ].join('\r\n'))).toEqual([
      { kind: 'detection', source: ['channel-3'], id: 'WorkClothesDetection~2~1687810920123~5864', phase: 'start', type: 'WorkClothesDetection/Mask', ts: 1687810920123, confidence: 0.8, box: [0, 0, 1, 1] },
      expect.objectContaining({ type: 'SmokeDetection', phase: 'start' }), expect.objectContaining({ type: 'SmokeDetection', phase: 'end' }),
    ])
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it.each([
    ['a wall clock in UTC, which the local time gives away', { UTC: 1687814520, LocaleTime: '2023-06-26 21:22:01' }, 'Europe/London', 1687810920000],
    ['the same of a gateway in China', { UTC: 1687814520, UTCMS: 5, LocaleTime: '2023-06-26 21:22:01' }, 'Asia/Shanghai', 1687814520005 - 8 * 3_600_000],
    ['a right UTC beside the local time', { UTC: 1583172673, LocaleTime: '2020-03-02 20:11:13' }, 'Europe/Helsinki', 1583172673000],
    ['another UTC that is named real', { UTC: 1687814520, RealUTC: 1687810920, LocaleTime: '2023-06-26 21:22:01' }, 'Asia/Shanghai', 1687810920000],
    ['no more than zero', { UTC: 0 }, 'Asia/Shanghai', undefined],
  ])('that has %s for a time happened then', (_, data, zone, ts) => {
    const [detection] = new Camera(zone).say(line('SmokingDetection', 'Start', data))
    expect(detection && 'ts' in detection ? detection.ts : undefined).toBe(ts)
  })

  it.each([
    ['confidence', { Object: { Confidence: 0 } }],
    ['confidence', { Object: { Confidence: 9000 } }],
    ['box', { Object: { BoundingBox: [5, 5, 1, 1] } }],
    ['box', { Object: { BoundingBox: [0, 0, 1920, 10800] } }],
    ['zone', { Name: 'Rule1' }],
  ])('has no %s where %j is none', (field, data) => {
    expect(new Camera().say(line('SmokingDetection', 'Start', data))[0]).not.toHaveProperty(field)
  })
})

describe('what else a Dahua camera says', () => {
  it.each([
    ['Heartbeat', [{ kind: 'status', source: [], online: true }]],
    [line('VideoLoss', 'Start', undefined, 2), [{ kind: 'status', source: ['channel-3'], online: false }]],
    [line('VideoLoss', 'Stop', undefined, 2), [{ kind: 'status', source: ['channel-3'], online: true }]],
    [line('NTPAdjustTime', 'Pulse', {}), []],
    ['\r\n', []],
  ])('%j is taken for what it is', (payload, expected) => expect(new Camera().say(payload)).toEqual(expected))

  it.each(['Error: no such code', 'Code=;action=Start;index=0', 'Code=A;action=Start', 'Events[0].Name=x', '\u0000\u0001', '{"Code": 1}'])('%j is rejected', (payload) => {
    expect(new Camera().say(payload)).toMatchObject([{ kind: 'rejection', type: 'unparsable' }])
  })

  it('is rejected where it is too long', () => {
    expect(new Camera().say('x'.repeat(1_100_000))).toMatchObject([{ kind: 'rejection', type: 'too-large' }])
  })
})
