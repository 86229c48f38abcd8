import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Alert } from '../../domain/alert.ts'
import type { CameraPrecision } from '../../domain/cameraPrecision.ts'
import { writeAlertRecords } from '../../stores/postgres/alertRecords.ts'
import { distrustedCameras } from '../../stores/postgres/cameraPrecision.ts'
import { awaitReview } from '../../stores/postgres/detectionReview.ts'
import { upsertDetections } from '../../stores/postgres/history.ts'
import { written } from '../../server/api/ruleShape.ts'
import { liveEventsAfter, liveRange } from '../../stores/postgres/liveEvents.ts'
import { appendRule } from '../../stores/postgres/rules.ts'
import { alertRecord as record } from '../builders/alertRecords.ts'
import { buildDetection, MINUTE, START } from '../builders/judgement.ts'
import { CITY, districts, layGround, type Ground } from './liveServer.ts'
import { startReadServer, type Answer, type Visitor } from './readServer.ts'

let ground: Ground
let server: Awaited<ReturnType<typeof startReadServer>>
const officer: Visitor = { jurisdiction: CITY }

beforeAll(async () => {
  ground = await layGround()
  server = await startReadServer(ground)
  for (const text of ground.context.configuration.rules) await appendRule(ground.db, written(text), 'shipped', START)
  await ground.db.query(`INSERT INTO unit (id, name, kind, district, lng, lat) VALUES ('U1', '一食堂', 'canteen', '131102', 115.7, 37.7)`)
  await ground.db.query(`INSERT INTO device (id, unit, profile, place, token_hash) SELECT 'c' || i, 'U1', 'camera', '凉菜间', '\\x' FROM generate_series(1, 4) AS i`)
})
afterAll(async () => {
  await server?.stop()
  await ground?.stop()
})

const seenBy = (device: string, type: string): Promise<CameraPrecision | undefined> =>
  server.ask(officer, `cameras/precision?device=${device}&type=${type}`).then(({ body }) => (body as unknown as { items: CameraPrecision[] }).items[0])

async function awaiting(device: string, ...ids: string[]): Promise<void> {
  await upsertDetections(ground.db, ids.map((id, i) => buildDetection({ device, id, ts: START + i * MINUTE, type: 'no_mask', zone: '专间', track: id, phase: 'end' })))
  await awaitReview(ground.db, ids.map((id) => ({ device, id, cooldownMs: 10 * MINUTE })))
}
const waiting = async (device: string): Promise<string[]> =>
  ((await server.ask(officer, `detections?awaiting=review&device=${device}`)).body as unknown as { items: { id: string }[] }).items.map(({ id }) => id)

describe('the review of an alert', () => {
  const camera = (id: string, device: string) => record(id, { device_id: device, metric: null, type: 'rodent', review: 'pending', occurrences: 3 })

  it('keeps what the camera said apart from what the person says', async () => {
    await writeAlertRecords(ground.db, [camera('R~1', 'c1')])
    expect((await server.ask(officer, 'alerts/R~1')).body).toMatchObject({ type: 'rodent', confirmedType: null, occurrences: 3 })
    expect((await server.ask(officer, 'alerts/R~1/confirm', { type: 'unheard_of' })).status).toBe(422)
    const { body } = await server.ask(officer, 'alerts/R~1/confirm', { type: 'animal_intrusion', comment: '是猫' })
    expect(body).toMatchObject({ type: 'rodent', confirmedType: 'animal_intrusion', review: 'confirmed' })
    expect((body as unknown as Alert).timeline.at(-1)).toMatchObject({ event: 'confirmed', note: '是猫' })
    expect(await seenBy('c1', 'rodent')).toMatchObject({ reviewed: 1, confirmed: 0, precision: 0, trusted: true, unitId: 'U1' })
  })

  it('counts for the camera and the kind, unless the dismissal does not blame the camera', async () => {
    await writeAlertRecords(ground.db, ['R~2', 'R~3', 'R~4', 'R~5'].map((id) => camera(id, 'c2')))
    expect((await server.ask(officer, 'alerts/R~2/confirm', {})).body).toMatchObject({ confirmedType: 'rodent' })
    await server.ask(officer, 'alerts/R~3/dismiss', { reason: 'false-positive' })
    await server.ask(officer, 'alerts/R~4/dismiss', { reason: 'duplicate' })
    await server.ask(officer, 'alerts/R~5/comment', { note: '再看' })
    expect(await seenBy('c2', 'rodent')).toMatchObject({ reviewed: 2, confirmed: 1, precision: 0.5 })
    expect(await seenBy('c2', 'no_mask')).toBeUndefined()
  })

  it('takes trust from a camera that is wrong too often, and gives it back once it is right again', async () => {
    const many = Array.from({ length: 60 }, (_, i) => `T~${i}`)
    await writeAlertRecords(ground.db, many.map((id) => camera(id, 'c3')))
    const bar = ground.context.configuration.precision
    for (const id of many.slice(0, 19)) await server.ask(officer, `alerts/${id}/dismiss`, { reason: 'false-positive' })
    expect((await distrustedCameras(ground.db, bar)).has('c3')).toBe(false)
    await server.ask(officer, `alerts/${many[19]}/dismiss`, { reason: 'false-positive' })
    expect([...(await distrustedCameras(ground.db, bar)).get('c3') ?? []]).toEqual(['rodent'])
    expect(((await server.ask(officer, 'cameras/precision?trusted=false')).body as unknown as { items: CameraPrecision[] }).items).toMatchObject([{ deviceId: 'c3', reviewed: 20, precision: 0, trusted: false }])
    for (const id of many.slice(20)) await server.ask(officer, `alerts/${id}/confirm`, {})
    // The latest 40 count, all of them right.
    expect(await seenBy('c3', 'rodent')).toMatchObject({ reviewed: 40, confirmed: 40, trusted: true })
  })
})

describe('the review of a detection that opened no alert', () => {
  it('makes the alert, reviewed by that person, and asks for the order', async () => {
    await awaiting('c1', 'd1', 'd2')
    expect(await waiting('c1')).toEqual(['d2', 'd1'])
    const { last } = await liveRange(ground.db)
    const { status, body } = await server.ask(officer, 'detections/d1/confirm', { comment: '属实' })
    expect({ status, ...(body as object) }).toMatchObject({
      status: 201, deviceId: 'c1', unitId: 'U1', unitName: '一食堂', type: 'no_mask', confirmedType: 'no_mask', review: 'confirmed', severity: 'major', occurrences: 1,
    })
    const alert = body as unknown as Alert
    expect(alert.timeline.at(-1)).toMatchObject({ event: 'confirmed', by: 'user:u', note: '属实' })
    expect((await server.ask(officer, `alerts/${encodeURIComponent(alert.id)}`)).body).toMatchObject({ id: alert.id })
    expect(await liveEventsAfter(ground.db, last, 10)).toMatchObject([{ topic: 'alerts', type: 'alert.opened', data: { id: alert.id } }])
    expect((await ground.db.query('SELECT name FROM outbox WHERE job_id = $1', [`draft-${alert.id}`])).rows).toEqual([{ name: 'draft' }])
    expect((await server.ask(officer, 'detections/d1/confirm', {})).status).toBe(409)
    expect(await waiting('c1')).toEqual(['d2'])
    expect(await seenBy('c1', 'no_mask')).toMatchObject({ reviewed: 1, confirmed: 1 })
  })

  it('closes it when dismissed, with the reason in the audit log', async () => {
    expect((await server.ask(officer, 'detections/d2/dismiss', {})).status).toBe(422)
    expect((await server.ask(officer, 'detections/d2/dismiss', { reason: 'false-positive' })).body).toMatchObject({ review: 'dismissed', reviewedBy: 'user:u', alertId: null })
    expect(await waiting('c1')).toEqual([])
    expect(await seenBy('c1', 'no_mask')).toMatchObject({ reviewed: 2, confirmed: 1 })
    const { rows } = await ground.db.query("SELECT detail->>'dismissedFor' AS reason FROM audit WHERE action = 'detection.dismiss'")
    expect(rows).toEqual([{ reason: 'false-positive' }])
  })

  it('is asked once within the merge window, names the camera where two gave the same id, and stays in the jurisdiction', async () => {
    await awaiting('c2', 'same')
    await awaiting('c4', 'same')
    const refused: Answer = await server.ask(officer, 'detections/same/confirm', {})
    expect(refused.status).toBe(409)
    expect((await server.ask({ jurisdiction: districts('131103') }, 'detections/same/confirm', { device: 'c4' })).status).toBe(404)
    expect((await server.ask(officer, 'detections/same/confirm', { device: 'c4' })).status).toBe(201)
    await upsertDetections(ground.db, [buildDetection({ device: 'c4', id: 'again', ts: START + 5 * MINUTE, type: 'no_mask', track: 'same' })])
    await awaitReview(ground.db, [{ device: 'c4', id: 'again', cooldownMs: 10 * MINUTE }])
    expect(await waiting('c4')).toEqual([])
  })
})
