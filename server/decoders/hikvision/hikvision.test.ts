import { describe, expect, it } from 'vitest'
import type { Decoded } from '../decoder.ts'
import { hikvision } from './hikvision.ts'

const NOW = 1_760_000_000_000
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
const MAC = 'ac:b9:2f:49:44:75'
const SOURCE = [`${MAC}:1`, MAC, '192.168.2.5:1', '192.168.2.5']

/** An alert as cameras post it; `fields` replace or add elements. */
function alert(fields: Record<string, string | null> = {}, namespace = 'http://www.hikvision.com/ver20/XMLSchema'): string {
  const all = {
    ipAddress: '192.168.2.5', portNo: '80', protocol: 'HTTP', macAddress: MAC.toUpperCase(), channelID: '1', dateTime: '2022-01-31T13:53:05+01:00',
    activePostCount: '1', eventType: 'fielddetection', eventState: 'active', eventDescription: 'fielddetection alarm', ...fields,
  }
  const elements = Object.entries(all).filter(([, value]) => value !== null).map(([name, value]) => `<${name}>${value}</${name}>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<EventNotificationAlert version="2.0" xmlns="${namespace}">\n${elements.join('\n')}\n</EventNotificationAlert>`
}

const REGION = '<DetectionRegionEntry><regionID>3</regionID><sensitivityLevel>50</sensitivityLevel><RegionCoordinatesList><RegionCoordinates><positionX>572</positionX><positionY>100</positionY></RegionCoordinates><RegionCoordinates><positionX>999</positionX><positionY>998</positionY></RegionCoordinates></RegionCoordinatesList><detectionTarget>human</detectionTarget>RECT</DetectionRegionEntry>'
const rect = (x: number, y: number, w: number, h: number) => REGION.replace('RECT', `<TargetRect><X>${x}</X><Y>${y}</Y><width>${w}</width><height>${h}</height></TargetRect>`)
const HEARTBEAT = alert({ eventType: 'videoloss', eventState: 'inactive', activePostCount: '0', eventDescription: 'videoloss alarm' })
const FIELD = { kind: 'detection', source: SOURCE, type: 'fielddetection', ts: '2022-01-31T13:53:05+01:00' }

class Camera {
  readonly decoder = hikvision.create({ prefix: null, timeZone: 'Asia/Shanghai' })
  now = NOW

  say(payload: string | Buffer, contentType: string | null = 'application/xml; charset="UTF-8"'): readonly Decoded[] {
    return this.decoder.decode({ topic: '/ISAPI/Event/notification/alertStream', payload: Buffer.from(payload), contentType, receivedAt: this.now, retained: false })
  }

  post(...parts: readonly (readonly [contentType: string, body: string | Buffer])[]): readonly Decoded[] {
    const body = parts.flatMap(([type, bytes]) => [Buffer.from(`--MIME_boundary\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n\r\n`), Buffer.from(bytes), Buffer.from('\r\n')])
    return this.say(Buffer.concat([...body, Buffer.from('--MIME_boundary--\r\n')]), 'multipart/form-data; boundary=MIME_boundary')
  }
}

describe('an alert of a Hikvision camera', () => {
  it.each(['http://www.hikvision.com/ver20/XMLSchema', 'http://www.isapi.org/ver20/XMLSchema', 'http://www.std-cgi.com/ver20/XMLSchema'])('is read in the namespace %s', (namespace) => {
    expect(new Camera().say(alert({}, namespace))).toMatchObject([{ ...FIELD, phase: 'start' }])
  })

  it('is read with a prefix before every element, and as JSON with the root or without', () => {
    expect(new Camera().say('<h:EventNotificationAlert xmlns:h="x"><h:macAddress>a</h:macAddress><h:eventType>linedetection</h:eventType></h:EventNotificationAlert>')).toMatchObject([{ source: ['a'], type: 'linedetection' }])
    const json = { macAddress: MAC, ipAddress: '192.168.2.5', channelID: 1, dateTime: '2022-01-31T13:53:05+01:00', eventType: 'smokingDetection', eventState: 'active', Target: [{}] }
    for (const value of [json, { EventNotificationAlert: json }]) expect(new Camera().say(JSON.stringify(value), 'application/json')).toMatchObject([{ ...FIELD, type: 'smokingDetection' }])
  })

  it('is one event while the camera repeats it, and ends when it says inactive', () => {
    const camera = new Camera()
    const [start] = camera.say(alert())
    expect(start).toMatchObject({ phase: 'start' })
    const id = start?.kind === 'detection' ? start.id : ''
    camera.now += 1000
    expect(camera.say(alert({ activePostCount: '2', dateTime: '2022-01-31T13:53:06+01:00' }))).toMatchObject([{ id, phase: 'update', ts: '2022-01-31T13:53:06+01:00' }])
    camera.now += 1000
    expect(camera.say(alert({ eventType: 'duration', DurationList: '<Duration><relationEvent>fielddetection</relationEvent></Duration>' }))).toMatchObject([{ id, phase: 'update' }])
    expect(camera.say(alert({ eventState: 'inactive', dateTime: '2022-01-31T13:53:08+01:00' }))).toMatchObject([{ id, phase: 'end', ts: '2022-01-31T13:53:08+01:00' }])
    expect(camera.say(alert({ eventState: 'inactive' }))).toEqual([])
    const [next] = camera.say(alert({ dateTime: '2022-01-31T13:54:00+01:00' }))
    expect(next).toMatchObject({ phase: 'start' })
    expect(next).not.toMatchObject({ id })
  })

  it('that is never said to be over is over when nothing was heard of it for half a minute', () => {
    const camera = new Camera()
    const [start] = camera.say(alert())
    camera.now += 29_000
    expect(camera.say(HEARTBEAT)).toMatchObject([{ kind: 'status' }, { kind: 'status' }])
    camera.now += 2_000
    expect(camera.say(HEARTBEAT)).toMatchObject([{ ...start, phase: 'end' }, { kind: 'status' }, { kind: 'status' }])
    expect(camera.say(alert({ dateTime: '2022-01-31T13:58:00+01:00' }))).toMatchObject([{ phase: 'start' }])
  })

  it('of another channel, kind or area is another event', () => {
    const camera = new Camera()
    for (const fields of [{}, { channelID: '2' }, { eventType: 'linedetection' }, { DetectionRegionList: REGION.replace('RECT', '') }] as Record<string, string>[]) expect(camera.say(alert(fields))).toMatchObject([{ phase: 'start' }])
  })

  it('sent again after the line was down is kept apart from what goes on now', () => {
    const camera = new Camera()
    camera.say(alert())
    expect(camera.say(alert({ isDataRetransmission: 'true', dateTime: '2022-01-31T10:00:00+01:00' }))).toMatchObject([{ phase: 'start', ts: '2022-01-31T10:00:00+01:00' }])
    expect(camera.say(alert())).toMatchObject([{ phase: 'update' }])
  })

  it.each([
    ['names what it aimed at', { DetectionRegionList: REGION.replace('RECT', '') }, { type: 'fielddetection/human' }],
    ['says "all" for what it aimed at', { detectionTarget: 'all' }, { type: 'fielddetection' }],
    ['has the channel people see beside the one inside a recorder', { channelID: '33', dynChannelID: '7' }, { source: [`${MAC}:7`, MAC, '192.168.2.5:7', '192.168.2.5'] }],
    ['names no channel', { channelID: null }, { source: [MAC, '192.168.2.5'] }],
    ['has no hardware address', { macAddress: null }, { source: ['192.168.2.5:1', '192.168.2.5'] }],
    ['has a wall clock without a zone', { dateTime: '2022-01-31T20:53:05' }, { ts: Date.UTC(2022, 0, 31, 12, 53, 5) }],
    ['has a frame in shares', { DetectionRegionList: rect(0.1, 0.2, 0.3, 0.4) }, { box: [0.1, 0.2, 0.3, 0.4] }],
    ['has a named area', { ruleName: '冷食间 &amp; 门' }, { zone: '冷食间 & 门' }],
  ])('that %s is read so', (_, fields, expected) => {
    expect(new Camera().say(alert(fields))).toMatchObject([expected])
  })

  it.each([
    ['confidence', {}],
    ['time', { dateTime: null }, 'ts'],
    ['frame on a grid of unknown origin', { DetectionRegionList: rect(1000, 2000, 3000, 1000) }, 'box'],
    ['frame: the area of the rule is none', { DetectionRegionList: REGION.replace('RECT', '') }, 'box'],
    ['zone: the number of an area is none', { DetectionRegionList: REGION.replace('RECT', '') }, 'zone'],
  ])('has no %s where the camera gives none', (field, fields, name = field) => {
    expect(new Camera().say(alert(fields))[0]).not.toHaveProperty(name)
  })

  it.each([
    ['cut off', alert().slice(0, 300), 'unparsable'],
    ['other XML', '<Metadata><type>ruleTarget</type></Metadata>', 'invalid'],
    ['other JSON', '{"a": [1, {"b": null}]}', 'invalid'],
    ['cut JSON', '{"eventType": ', 'unparsable'],
    ['declaring entities', `<!DOCTYPE a [<!ENTITY b "${'c'.repeat(10)}"><!ENTITY d "&b;&b;">]><EventNotificationAlert><eventType>&d;</eventType></EventNotificationAlert>`, 'unparsable'],
    ['reading files', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><EventNotificationAlert><eventType>&b;</eventType></EventNotificationAlert>', 'unparsable'],
    ['very deep', `${'<a>'.repeat(200)}${'</a>'.repeat(200)}`, 'unparsable'],
    ['very long', alert({ eventDescription: 'x'.repeat(70_000) }), 'too-large'],
    ['binary', '\u0000\u0001\u0002', 'unparsable'],
  ])('that is %s is rejected', (_, payload, type) => {
    expect(new Camera().say(payload)).toMatchObject([{ kind: 'rejection', type }])
  })
})

describe('a sign of life of a Hikvision camera', () => {
  it('is the loss of video that is none, of the gateway and of the camera', () => {
    expect(new Camera().say(HEARTBEAT)).toEqual([
      { kind: 'status', source: [], ts: '2022-01-31T13:53:05+01:00', online: true }, { kind: 'status', source: SOURCE, ts: '2022-01-31T13:53:05+01:00', online: true },
    ])
    expect(new Camera().say(alert({ eventType: 'heartBeat' }))).toMatchObject([{ source: [], online: true }, {}])
  })

  it('ends with a real loss of video, which holds of the channel alone', () => {
    expect(new Camera().say(alert({ eventType: 'videoloss', channelID: '3' }))).toEqual([{ kind: 'status', source: [`${MAC}:3`, '192.168.2.5:3'], ts: '2022-01-31T13:53:05+01:00', online: false }])
  })
})

describe('a picture of a Hikvision camera', () => {
  const large = Buffer.concat([JPEG, Buffer.alloc(100)])

  it('that was posted beside its alert comes with it; of several the largest', () => {
    expect(new Camera().post(['application/xml', alert()], ['image/jpeg', JPEG], ['image/pjpeg', large])).toMatchObject([{ ...FIELD, phase: 'start', snapshot: large.toString('base64') }])
    expect(new Camera().post(['image/jpeg', JPEG], ['application/json', '{"eventType":"smokingDetection"}'])).toMatchObject([{ type: 'smokingDetection', snapshot: JPEG.toString('base64') }])
  })

  it('that can not be used does not cost the alert', () => {
    expect(new Camera().post(['application/xml', alert()], ['image/jpeg', 'GIF'])).toMatchObject([FIELD, { kind: 'rejection', type: 'invalid' }])
    expect(new Camera().post(['image/jpeg', JPEG])).toEqual([])
    expect(new Camera().post()).toMatchObject([{ kind: 'rejection', type: 'unparsable' }])
  })

  it('that follows its alert in the stream is an update of it', () => {
    const camera = new Camera()
    const [start] = camera.say(alert())
    expect(camera.say(JPEG, 'image/jpeg')).toEqual([{ ...start, phase: 'update', snapshot: JPEG.toString('base64') }])
    expect(camera.say(JPEG, 'image/jpeg')).toEqual([])
    camera.say(alert())
    camera.now += 6_000
    expect(camera.say(JPEG, 'image/jpeg')).toEqual([])
  })
})
