import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planBuckets } from '../../domain/downsampling.ts'
import { insertDeadLetters, insertReadings, insertSnapshots, markRollupsDue, seriesIds, upsertDetections, type ArchivedReading } from '../../stores/postgres/history.ts'
import { ReadingPartitions } from '../../stores/postgres/readingPartitions.ts'
import { readBuckets, type ReadingBucket } from '../../stores/postgres/readings.ts'
import { rollUp } from '../../stores/postgres/rollups.ts'
import { countReadings } from '../../stores/redis/hourlyReadings.ts'
import { keys } from '../../stores/redis/keys.ts'
import { writeAlertRecords, type AlertRecord } from '../../stores/postgres/alertRecords.ts'
import { beijingDayStart } from '../../domain/beijingTime.ts'
import { CITY, districts, layGround, unit, type Ground } from './liveServer.ts'
import { startReadServer, type Visitor } from './readServer.ts'

const HOUR = 3_600_000
let ground: Ground
let server: Awaited<ReturnType<typeof startReadServer>>
const officer: Visitor = { jurisdiction: CITY }

beforeAll(async () => {
  ground = await layGround()
  server = await startReadServer(ground)
  await ground.db.query(`INSERT INTO unit (id, name, kind, district, lng, lat) VALUES
    ('U1', '一食堂', 'canteen', '131102', 115.7, 37.7), ('U2', '二市场', 'market', '131103', 115.8, 37.8), ('U3', '三', 'retail', '131103', 115.9, 37.9)`)
  await ground.db.query(`INSERT INTO device (id, unit, profile, token_hash) VALUES
    ('D1', 'U1', 'cold-store-frozen', ''), ('C1', 'U1', 'camera', ''), ('D2', 'U2', 'cold-store-frozen', ''), ('G1', NULL, 'gateway', '')`)
})
afterAll(async () => {
  await server?.stop()
  await ground?.stop()
})

/** The same buckets the slow, plain way. */
function naive(readings: readonly ArchivedReading[], from: number, to: number, points: number): ReadingBucket[] {
  const { origin, width } = planBuckets(from, to, points)
  const buckets = new Map<number, ReadingBucket & { at: number }>()
  for (const { ts, value } of readings) {
    if (ts < from || ts >= to) continue
    const start = origin + Math.floor((ts - origin) / width) * width
    const bucket = buckets.get(start) ?? { t: new Date(Math.max(from, start)).toISOString(), min: value, max: value, last: value, count: 0, at: -Infinity }
    bucket.min = Math.min(bucket.min, value)
    bucket.max = Math.max(bucket.max, value)
    if (ts > bucket.at) Object.assign(bucket, { at: ts, last: value })
    bucket.count += 1
    buckets.set(start, bucket)
  }
  return [...buckets.entries()].sort(([a], [b]) => a - b).map(([, { at: _at, ...bucket }]) => bucket)
}

describe('history', () => {
  it('hides no spike, whatever the span, the number of points and the state of the roll-ups', async () => {
    const start = Date.parse('2026-06-01T00:00:00Z')
    const span = 4 * 24 * HOUR
    const [series = 0] = await seriesIds(ground.db, [{ device: 'D1', metric: 'temperature' }])
    const add = async (readings: ArchivedReading[]): Promise<void> => {
      await new ReadingPartitions(ground.db).ensure(readings.map((each) => each.ts))
      await insertReadings(ground.db, readings)
      const hours = [...new Set(readings.map((each) => Math.floor(each.ts / HOUR) * HOUR))]
      await markRollupsDue(ground.db, hours.map((hour) => ({ series, hour })))
    }
    let seed = 7
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
    const reading = (ts: number): ArchivedReading => ({ series, ts, value: Math.round((random() < 0.002 ? 40 : -18) * 10 + random() * 10) / 10, flags: 0 })
    const summarised = Array.from({ length: 6_000 }, (_, i) => reading(start + i * 57_000 + Math.floor(random() * 20_000))).filter((each) => each.ts < start + span)
    await add(summarised)
    while ((await rollUp(ground.db, start + 10 * span)) > 0) { /* until none is due */ }
    // Late ones: their hours are behind again, with spikes their summaries don't know of.
    const taken = new Set(summarised.map((each) => each.ts))
    const late = Array.from({ length: 60 }, () => ({ ...reading(start + Math.floor(random() * span)), value: 77 })).filter((each) => !taken.has(each.ts))
    await add(late)
    await add([{ series, ts: start + 5 * HOUR + 1, value: 85, flags: 4 }])
    const all = [...summarised, ...late]
    const { rows: [due] } = await ground.db.query<{ count: number }>('SELECT count(*)::int AS count FROM rollup_due')
    expect(due?.count).toBeGreaterThan(20)

    await fc.assert(fc.asyncProperty(
      fc.integer({ min: -HOUR, max: span }), fc.integer({ min: 1, max: span + 2 * HOUR }), fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 40, max: 2_000 })),
      async (offset, length, points) => {
        const [from, to] = [start + offset, start + offset + length]
        const buckets = await readBuckets(ground.db, { device: 'D1', metric: 'temperature', from, to, points })
        expect(buckets.length).toBeLessThanOrEqual(points)
        expect(buckets).toEqual(naive(all, from, to, points))
      },
    ), { numRuns: 150 })
    const whole = await readBuckets(ground.db, { device: 'D1', metric: 'temperature', from: start, to: start + span, points: 50 })
    expect(Math.max(...whole.map((bucket) => bucket.max))).toBe(77)
    expect(whole.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(all.length)
  })

  it('is given over HTTP with ISO times, to those who may see the device', async () => {
    const path = 'readings?device=D1&metric=temperature&from=2026-06-01T00:00:00Z&to=2026-06-02T00:00:00Z&points=24'
    const { status, body } = await server.ask({ jurisdiction: unit('U1') }, path)
    const { buckets } = body as unknown as { buckets: ReadingBucket[] }
    expect(status).toBe(200)
    expect(buckets.map((bucket) => bucket.t)).toEqual(Array.from({ length: 24 }, (_, hour) => new Date(Date.UTC(2026, 5, 1, hour)).toISOString()))
    expect(Object.keys(buckets[0] ?? {}).sort()).toEqual(['count', 'last', 'max', 'min', 't'])
    expect((await server.ask({ jurisdiction: unit('U2') }, path)).status).toBe(404)
    expect((await server.ask(officer, 'readings?device=D2&metric=humidity')).body).toEqual({ buckets: [] })
    for (const bad of ['readings?device=D1', 'readings?device=D1&metric=smell', `${path}1`, path.replace('from', 'start'), 'readings?device=D1&metric=door&from=2026-06-02T00:00:00Z&to=2026-06-01T00:00:00Z']) {
      expect({ bad, status: (await server.ask(officer, bad)).status }).toEqual({ bad, status: bad === `${path}1` ? 200 : 400 })
    }
  })

  it('shows detections and pictures to those in whose jurisdiction the camera stands', async () => {
    const sha256 = 'ab'.repeat(32)
    await insertSnapshots(ground.db, [{ sha256, base64: Buffer.from('a picture').toString('base64') }])
    const ts = Date.parse('2026-11-01T00:00:00Z')
    await upsertDetections(ground.db, [1, 2, 3].map((n) => ({
      kind: 'detection' as const, device: 'C1', ts: ts + n, receivedAt: ts, id: `e${n}`, phase: 'start' as const, type: 'no_mask', confidence: 0.9,
      box: [0, 0, 0.5, 0.5] as const, zone: null, track: null, model: null, frames: { hit: 9, total: 10 }, snapshot: n === 1 ? sha256 : null,
    })))
    const { body } = await server.ask({ jurisdiction: districts('131102') }, 'detections?limit=2')
    expect(body).toMatchObject({ items: [{ id: 'e3', unitId: 'U1', frames: { hit: 9, total: 10 } }, { id: 'e2' }] })
    expect((await server.ask(officer, `detections?limit=2&cursor=${body.next}`)).body).toMatchObject({ items: [{ id: 'e1', snapshot: sha256, startedAt: '2026-11-01T00:00:00.001Z' }], next: null })
    expect((await server.ask({ jurisdiction: districts('131103') }, 'detections')).body).toMatchObject({ items: [] })
    const picture = await server.ask({ jurisdiction: unit('U1') }, `snapshots/${sha256}`)
    expect([picture.status, picture.headers.get('content-type'), picture.body.text]).toEqual([200, 'image/jpeg', 'a picture'])
    expect((await server.ask({ jurisdiction: unit('U2') }, `snapshots/${sha256}`)).status).toBe(404)
    expect((await server.ask(officer, 'snapshots/nonsense')).status).toBe(404)
  })

  it('shows dead letters to the centre only', async () => {
    const letter = { source: 'mqtt' as const, address: 'mingjian/D1/readings', detail: 'no number', payload: '{', receivedAt: Date.now() }
    await insertDeadLetters(ground.db, [
      { id: '0~1-0~0', letter: { ...letter, device: 'D1', type: 'not-a-number' } }, { id: '0~1-0~1', letter: { ...letter, device: 'ghost', type: 'unknown-device' } },
    ])
    expect((await server.ask(officer, 'dead-letters')).status).toBe(403)
    const centre: Visitor = { jurisdiction: CITY, role: 'centre' }
    expect((await server.ask(centre, 'dead-letters')).body).toMatchObject({ items: [{ device: 'ghost' }, { device: 'D1' }], next: null })
    expect((await server.ask(centre, 'dead-letters?type=unknown-device')).body).toMatchObject({ items: [{ device: 'ghost' }] })
    expect((await server.ask({ ...centre, jurisdiction: districts('131102') }, 'dead-letters?device=D1')).body).toMatchObject({ items: [{ device: 'D1', payload: '{' }] })
    expect((await server.ask({ ...centre, jurisdiction: districts('131102') }, 'dead-letters?device=ghost')).body).toMatchObject({ items: [] })
  })
})

describe('the key figures', () => {
  it('count the jurisdiction and nothing else', async () => {
    const now = Date.now()
    const iso = (at: number): string => new Date(at).toISOString()
    const alert = (id: string, given: Partial<AlertRecord>): AlertRecord => ({
      id, rule_id: 'r', rule_version: 1, rule_name: 'r', unit_id: 'U1', unit_name: null, district: '131102', lng: null, lat: null, device_id: 'D1', place: null,
      metric: 'temperature', type: null, severity: 'major', current_severity: 'major', judged: 'open', handled: null, state: 'open', review: null,
      breached_at: iso(now), opened_at: iso(now), last_seen_at: iso(now), acknowledged_at: null, resolved_at: null, value: 1, limit_value: 0, basis: null,
      snapshot: null, affected: null, confirmed_type: null, occurrences: null, corroborated_by: null, assignee: null, dismissed_for: null, timeline: [], revision: 1, version: 1, recorded_at: iso(now), ...given,
    })
    await writeAlertRecords(ground.db, [
      alert('K~1', {}), alert('K~2', { severity: 'critical', state: 'acknowledged', handled: 'acknowledged' }),
      alert('K~3', { unit_id: 'U2', district: '131103', state: 'resolved', judged: 'resolved', resolved_at: iso(now) }),
      alert('K~4', { unit_id: 'U2', district: '131103', state: 'withdrawn', judged: 'withdrawn' }),
      // Yesterday: the first instant of the day counts, what came after this time of day does not.
      alert('K~5', { opened_at: iso(beijingDayStart(now) - 24 * HOUR), state: 'dismissed', handled: 'dismissed' }),
      alert('K~6', { opened_at: iso(beijingDayStart(now) - 1), state: 'dismissed', handled: 'dismissed' }),
    ])
    await ground.db.query("INSERT INTO rectification_order (id, unit_id, district, title, severity, state) VALUES ('K-O', 'U1', '131102', 't', 'major', 'found')")
    const figures = (online: Record<string, number>) => JSON.stringify({ at: now, readings: 1_000, perSecond: 60, online, onlineTotal: 2 })
    await ground.redis.hset(keys.figures, '0', figures({ 131102: 1, '': 1 }), '1', figures({ 131102: 1, 131103: 1 }), '2', JSON.stringify({ at: now - 60_000, readings: 5, perSecond: 9, online: { 131102: 9 }, onlineTotal: 9 }))
    expect((await server.ask(officer, 'stats')).body).toMatchObject({
      units: 3, devices: 3, online: 4, readingsPerSecond: 120, open: { info: 0, minor: 0, major: 1, critical: 1 },
      openedToday: 3, openedYesterdayByNow: 1, resolvedToday: 1, orders: { found: 1, closed: 0 },
    })
    const { body } = await server.ask({ jurisdiction: districts('131103') }, 'stats')
    expect(body).toMatchObject({ units: 2, devices: 1, online: 1, readingsPerSecond: 30, open: { major: 0, critical: 0 }, openedToday: 1, openedYesterdayByNow: 0, orders: { found: 0 } })
    expect(body.districts).toEqual([{ district: '131103', units: 2, devices: 1, online: 1, open: { info: 0, minor: 0, major: 0, critical: 0 } }])
    expect((await server.ask({ jurisdiction: unit('U1') }, 'stats')).body).toMatchObject({ units: 1, devices: 2, online: 2, open: { major: 1, critical: 1 }, orders: { found: 1 } })
    await countReadings(ground.redis, now, 400)
    await countReadings(ground.redis, now, 50)
    const trend = (await server.ask(officer, 'stats/trend?hours=3')).body as unknown as { t: string; opened: Record<string, number>; resolved: number; readings: number }[]
    expect(trend).toHaveLength(3)
    expect(trend[2]).toMatchObject({ t: iso(Math.floor(now / HOUR) * HOUR), opened: { major: 2, critical: 1 }, resolved: 1, readings: 450 })
  })

  it('come with a map of the units and districts, and the vocabulary', async () => {
    expect((await server.ask({ jurisdiction: districts('131103') }, 'map/units')).body).toEqual({
      ids: ['U2', 'U3'], names: ['二市场', '三'], lng: [115.8, 115.9], lat: [37.8, 37.9], kind: [5, 4], district: ['131103', '131103'], instrumented: [1, 0],
    })
    expect((await server.ask(officer, 'map/districts')).body).toMatchObject({ geojson: { type: 'FeatureCollection' }, approvalNumber: null })
    expect((await server.ask(officer, 'config/vocabulary')).body).toMatchObject({ severities: ['info', 'minor', 'major', 'critical'], metrics: { temperature: { unit: '°C' } } })
  })
})
