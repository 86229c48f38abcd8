import { describe, expect, it } from 'vitest'
import type { Decoded } from './decoder.ts'
import { frigate } from './frigate.ts'

const NOW = 1_760_000_000_000
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])

/** As in Frigate's documents of 0.13 and later, less what we do not read. */
const AFTER = {
  id: '1607123955.475377-mxklsc', camera: 'kitchen_1', frame_time: 1607123962.082975, label: 'rat', sub_label: null,
  snapshot: { frame_time: 1607123965.975463, box: [415, 489, 528, 700], score: 0.77546 },
  top_score: 0.958984375, false_positive: false, start_time: 1607123955.475377, end_time: null, score: 0.87890625,
  box: [432, 496, 544, 854], region: [218, 440, 693, 915], current_zones: ['专间', 'door'], entered_zones: ['door'],
}
const REVIEW = { id: '1718987129.308396-fqk5ka', camera: 'kitchen_1', start_time: 1607123955.4, end_time: null, severity: 'alert', data: { detections: [AFTER.id, 'b'], objects: ['rat', 'rat-verified'], zones: ['专间'] } }

class Gateway {
  readonly decoder
  now = NOW
  constructor(prefix: string | null = null) {
    this.decoder = frigate.create({ prefix, timeZone: 'Asia/Shanghai' })
  }

  say(topic: string, payload: unknown, retained = false): readonly Decoded[] {
    const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
    return this.decoder.decode({ topic, payload: bytes, contentType: null, receivedAt: this.now, retained })
  }

  event(type: string, after: Record<string, unknown> = {}): readonly Decoded[] {
    return this.say('frigate/events', { type, before: AFTER, after: { ...AFTER, ...after } })
  }
}

describe('an object that Frigate tracks', () => {
  it('comes as one event under its id: new, update, end', () => {
    const gateway = new Gateway()
    expect(gateway.event('new')).toEqual([{
      kind: 'detection', source: ['kitchen_1'], id: AFTER.id, phase: 'start', type: 'rat', ts: 1607123955475, confidence: 0.958984375, zone: '专间',
    }])
    expect(gateway.event('update')).toMatchObject([{ id: AFTER.id, phase: 'update', ts: 1607123962083 }])
    expect(gateway.event('end', { end_time: 1607123970.5, current_zones: [] })).toEqual([{
      kind: 'detection', source: ['kitchen_1'], id: AFTER.id, phase: 'end', type: 'rat', ts: 1607123970500, confidence: 0.958984375,
    }])
  })

  it.each([
    ['has the shape of 0.11', { snapshot: undefined, snapshot_time: 1607123961.837752 }, { confidence: 0.958984375 }],
    ['has no best score yet', { top_score: 0 }, { confidence: 0.87890625 }],
    ['has a box in shares, as newer versions give', { data: { box: [0.1, 0.2, 0.3, 0.4] } }, { box: [0.1, 0.2, 0.3, 0.4] }],
    ['has a number for a camera', { camera: 7 }, { source: ['7'] }],
  ])('that %s is read as it is', (_, after, expected) => {
    expect(new Gateway().event('new', after)).toMatchObject([expected])
  })

  it.each([
    ['a box in pixels, whose picture has an unknown size', {}, 'box'],
    ['a box of shares that leaves the picture', { data: { box: [0.9, 0.2, 0.3, 0.4] } }, 'box'],
    ['a score of 95', { top_score: 95, score: 95 }, 'confidence'],
    ['no zone', { current_zones: null }, 'zone'],
  ])('with %s has none', (_, after, field) => {
    expect(new Gateway().event('new', after)[0]).not.toHaveProperty(field)
  })

  it('that Frigate itself does not believe yet is nothing', () => {
    const gateway = new Gateway()
    expect(gateway.event('new', { false_positive: true })).toEqual([])
    expect(gateway.event('end', { false_positive: true })).toEqual([])
    gateway.event('new')
    expect(gateway.event('end', { false_positive: true })).toMatchObject([{ phase: 'end' }])
  })

  it.each([
    ['no JSON', '{"type": "new", ', 'unparsable'],
    ['an unknown type', { type: 'gone', after: AFTER }, 'invalid'],
    ['no after', { type: 'new' }, 'invalid'],
    ['an empty id', { type: 'new', after: { ...AFTER, id: '' } }, 'invalid'],
    ['a label of control characters', { type: 'new', after: { ...AFTER, label: 'a\u0000b' } }, 'invalid'],
    ['a time in words', { type: 'new', after: { ...AFTER, start_time: 'today' } }, 'bad-time'],
    ['a megabyte and more', { type: 'new', after: { ...AFTER, note: 'x'.repeat(1_100_000) } }, 'too-large'],
    ['null', 'null', 'invalid'],
  ])('%s is rejected with a reason', (_, payload, type) => {
    expect(new Gateway().say('frigate/events', payload)).toMatchObject([{ kind: 'rejection', type }])
  })

  it('is found under another prefix, and not under that of others', () => {
    const gateway = new Gateway('site/nvr')
    expect(gateway.say('site/nvr/events', { type: 'new', after: AFTER })).toHaveLength(1)
    expect(gateway.say('frigate/events', { type: 'new', after: AFTER })).toEqual([])
  })
})

describe('a picture of Frigate', () => {
  it('goes to the last event of its camera and object, while that is fresh', () => {
    const gateway = new Gateway()
    expect(gateway.say('frigate/kitchen_1/rat/snapshot', JPEG)).toEqual([])
    gateway.event('new')
    expect(gateway.say('frigate/kitchen_1/rat/snapshot', JPEG)).toMatchObject([{ id: AFTER.id, phase: 'update', ts: 1607123955475, snapshot: JPEG.toString('base64') }])
    expect(gateway.say('frigate/kitchen_1/cat/snapshot', JPEG)).toEqual([])
    expect(gateway.say('frigate/kitchen_2/rat/snapshot', JPEG)).toEqual([])
    gateway.event('end', { end_time: 1607123970 })
    expect(gateway.say('frigate/kitchen_1/rat/snapshot', JPEG)).toMatchObject([{ phase: 'end', snapshot: JPEG.toString('base64') }])
    gateway.now += 31_000
    expect(gateway.say('frigate/kitchen_1/rat/snapshot', JPEG)).toEqual([])
  })

  it('is nothing where the broker had kept it, and rejected where it is no JPEG', () => {
    const gateway = new Gateway()
    gateway.event('new')
    expect(gateway.say('frigate/kitchen_1/rat/snapshot', JPEG, true)).toEqual([])
    expect(gateway.say('frigate/kitchen_1/rat/snapshot', '')).toEqual([])
    expect(gateway.say('frigate/kitchen_1/rat/snapshot', 'GIF89a')).toMatchObject([{ kind: 'rejection', type: 'invalid' }])
    expect(gateway.say('frigate/kitchen_1/rat/snapshot', Buffer.concat([JPEG, Buffer.alloc(2 * 1024 * 1024)]))).toMatchObject([{ kind: 'rejection', type: 'too-large' }])
  })
})

describe('a review of Frigate', () => {
  it('doubles nothing that its events tell, and tells those that nobody told of', () => {
    const gateway = new Gateway()
    gateway.event('new')
    const review = (type: string, after = {}) => gateway.say('frigate/reviews', { type, before: REVIEW, after: { ...REVIEW, ...after } })
    expect(review('new')).toEqual([{ kind: 'detection', source: ['kitchen_1'], id: 'b', phase: 'start', type: 'rat', ts: 1607123955400, zone: '专间' }])
    expect(review('end', { end_time: 1607123990 })).toMatchObject([{ id: 'b', phase: 'end', ts: 1607123990000 }])
    gateway.event('update', { id: 'b' })
    expect(review('end')).toEqual([])
  })

  it('of several kinds of objects leaves them to their own events', () => {
    expect(new Gateway().say('frigate/reviews', { type: 'new', after: { ...REVIEW, data: { ...REVIEW.data, objects: ['rat', 'person'] } } })).toEqual([])
  })
})

describe('the state of Frigate', () => {
  it.each([
    ['available', 'online', [{ kind: 'status', source: [], online: true }]],
    ['available', 'offline', [{ kind: 'status', source: [], online: false }]],
    ['available', 'stopped', [{ kind: 'status', source: [], online: false }]],
    ['kitchen_1/status/detect', 'offline', [{ kind: 'status', source: ['kitchen_1'], online: false }]],
    ['kitchen_1/status/detect', 'disabled', []],
    ['stats', { cameras: { a: { camera_fps: 5.1 }, b: { camera_fps: 0 } }, service: { uptime: 3 } }, [
      { kind: 'status', source: [], online: true }, { kind: 'status', source: ['a'], online: true }, { kind: 'status', source: ['b'], online: false }]],
    ['stats', { a: { camera_fps: 5 }, detection_fps: 3, service: {} }, [{ kind: 'status', source: [], online: true }, { kind: 'status', source: ['a'], online: true }]],
    ['kitchen_1/rat', '2', []],
    ['kitchen_1/motion/state', 'ON', []],
  ])('%s %j', (topic, payload, expected) => {
    expect(new Gateway().say(`frigate/${topic}`, payload)).toEqual(expected)
    expect(new Gateway().say(`frigate/${topic}`, payload, true)).toEqual([])
  })
})
