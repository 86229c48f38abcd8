import { describe, expect, it } from 'vitest'
import { buildDetection, buildDevice, MINUTE, START } from '../../test/builders/judgement.ts'
import type { AlertVerdict } from '../alert.ts'
import type { DetectionCriteria } from '../detectionCriteria.ts'
import type { Detection } from '../feed.ts'
import { judgeDetection, newDeviceState, nextDue, type DeviceState } from './judge.ts'

const SECOND = 1000
const noMask: DetectionCriteria = { ruleId: 'violation-no_mask', version: 1, type: 'no_mask', severity: 'minor', minConfidence: 0.6, minShare: 0.7, persistMs: 10 * SECOND, cooldownMs: 10 * MINUTE, hits: null, windows: null, opens: true }

/** Seconds from START. */
type Message = Partial<Omit<Detection, 'ts'>> & { at: number }

class Camera {
  state: DeviceState = newDeviceState()
  readonly device = buildDevice({ rules: [] })
  readonly verdicts: AlertVerdict[] = []
  readonly criteria: DetectionCriteria | null

  constructor(criteria?: Partial<DetectionCriteria> | null) {
    this.criteria = criteria === null ? null : { ...noMask, ...criteria }
  }

  see({ at, ...parts }: Message): string[] {
    this.state = JSON.parse(JSON.stringify(this.state)) as DeviceState
    const verdicts = judgeDetection(this.state, this.device, buildDetection({ ts: START + at * SECOND, ...parts }), this.criteria)
    const about = verdicts.filter((v) => v.type !== 'silence')
    this.verdicts.push(...about)
    return about.map((v) => v.event)
  }

  /** One whole event of this many seconds. */
  event(id: string, at: number, seconds: number, parts: Partial<Detection> = {}): string[] {
    return [
      ...this.see({ ...parts, at, id, phase: 'start' }),
      ...this.see({ ...parts, at: at + seconds, id, phase: 'end' }),
    ]
  }

  get last(): AlertVerdict | undefined {
    return this.verdicts.at(-1)
  }
}

/** Events behind each alert, as last told. */
const countsOf = (camera: Camera): (number | undefined)[] => [...new Map(camera.verdicts.map((verdict) => [verdict.id, verdict.occurrences])).values()]

describe('a detection', () => {
  it('opens an alert for review once it has persisted, and clears it with its end', () => {
    const camera = new Camera()
    expect(camera.see({ at: 0, phase: 'start' })).toEqual([])
    expect(camera.see({ at: 9, confidence: 0.99 })).toEqual([])
    expect(camera.see({ at: 10, snapshot: 'abc' })).toEqual(['opened'])
    expect(camera.last).toMatchObject({
      id: 'd1~violation-no_mask~1', ruleId: 'violation-no_mask', type: 'no_mask', metric: null, state: 'open', review: 'pending', severity: 'minor',
      draftOrder: false, breachedAt: START, openedAt: START + 10 * SECOND, resolvedAt: null, snapshot: 'abc', revision: 1,
    })
    expect(camera.see({ at: 15, confidence: 0.95 })).toEqual(['updated'])
    expect(camera.last).toMatchObject({ value: 0.95, snapshot: 'abc', lastSeenAt: START + 15 * SECOND })
    expect(camera.see({ at: 20, phase: 'end' })).toEqual(['cleared'])
    expect(camera.last).toMatchObject({ state: 'resolved', resolvedAt: START + 20 * SECOND, review: 'pending', revision: 3 })
  })

  it('keeps the picture that came with its start, before anything was confirmed', () => {
    const camera = new Camera()
    camera.see({ at: 0, phase: 'start', snapshot: 'first' })
    expect(camera.see({ at: 10 })).toEqual(['opened'])
    expect(camera.last).toMatchObject({ snapshot: 'first' })
  })

  it.each([
    { name: 'confident enough, exactly', parts: { confidence: 0.6 }, opens: true },
    { name: 'not confident enough', parts: { confidence: 0.59 }, opens: false },
    // What the camera does not say is not tested.
    { name: 'without confidence', parts: { confidence: null }, opens: true },
    { name: 'without frames', parts: { frames: null }, opens: true },
    { name: 'in enough frames, exactly', parts: { frames: { hit: 7, total: 10 } }, opens: true },
    { name: 'in too few frames', parts: { frames: { hit: 69, total: 100 } }, opens: false },
    { name: 'in no frames at all', parts: { frames: { hit: 0, total: 10 } }, opens: false },
  ])('$name: opens $opens', ({ parts, opens }) => {
    expect(new Camera().event('e1', 0, 10, parts)).toEqual(opens ? ['opened', 'cleared'] : [])
  })

  it('that ends too soon opens nothing, and one that need not persist opens at its start', () => {
    expect(new Camera().event('e1', 0, 9.9)).toEqual([])
    expect(new Camera({ persistMs: 0 }).see({ at: 0, phase: 'start' })).toEqual(['opened'])
  })

  it('asks no share of frames where the catalogue asks none', () => {
    expect(new Camera({ minShare: null }).event('e1', 0, 10, { frames: { hit: 1, total: 10 } })).toEqual(['opened', 'cleared'])
  })

  it('joins the alert of its camera, type and track within the cooldown', () => {
    const camera = new Camera()
    camera.event('e1', 0, 10)
    // Counted 599 s after the alert opened, and confirmed by its end: seen again, and over.
    expect(camera.event('e2', 599, 10)).toEqual(['updated', 'updated'])
    expect(camera.last).toMatchObject({ ordinal: 1, state: 'resolved', resolvedAt: START + 609 * SECOND })
    // The alert is open again while a second event lasts.
    const again = new Camera({ persistMs: 0 })
    again.event('e1', 0, 10)
    expect(again.event('e2', 300, 20)).toEqual(['updated', 'cleared'])
    expect(again.verdicts.slice(-2)).toMatchObject([{ ordinal: 1, state: 'open', resolvedAt: null }, { ordinal: 1, resolvedAt: START + 320 * SECOND }])
  })

  it('opens the next alert after the cooldown, and on another track at once', () => {
    const camera = new Camera()
    camera.event('e1', 0, 10)
    expect(camera.event('e2', 600, 10)).toEqual(['updated', 'opened', 'cleared'])
    expect(camera.event('e3', 620, 10, { track: '8' })).toEqual(['opened', 'cleared'])
    expect(camera.last).toMatchObject({ id: 'd1~violation-no_mask~3' })
  })

  it('stays with its alert to its end, however long', () => {
    const camera = new Camera()
    for (let at = 0; at <= 3600; at += 10) camera.see({ at })
    camera.see({ at: 3610, phase: 'end' })
    expect(new Set(camera.verdicts.map((v) => v.id)).size).toBe(1)
    expect(camera.last).toMatchObject({ event: 'cleared', lastSeenAt: START + 3610 * SECOND })
  })

  it('keeps an alert open until the last of its events ends', () => {
    const camera = new Camera({ persistMs: 0 })
    camera.see({ at: 0, id: 'e1', phase: 'start', track: null })
    camera.see({ at: 5, id: 'e2', phase: 'start', track: null })
    expect(camera.see({ at: 10, id: 'e1', phase: 'end', track: null })).toEqual(['updated'])
    expect(camera.see({ at: 12, id: 'e2', phase: 'end', track: null })).toEqual(['cleared'])
  })

  it('whose end was lost is cleared when the next alert opens', () => {
    const camera = new Camera({ persistMs: 0 })
    camera.see({ at: 0, id: 'e1', phase: 'start' })
    expect(camera.see({ at: 700, id: 'e2', phase: 'start' })).toEqual(['cleared', 'opened'])
    expect(camera.verdicts[1]).toMatchObject({ ordinal: 1, resolvedAt: START })
  })

  it('sent twice says nothing new', () => {
    const camera = new Camera()
    const messages: Message[] = [{ at: 0, phase: 'start' }, { at: 10 }, { at: 15 }, { at: 20, phase: 'end' }]
    for (const message of messages) {
      camera.see(message)
      expect(camera.see(message)).toEqual([])
    }
    expect(camera.verdicts.map((v) => v.event)).toEqual(['opened', 'updated', 'cleared'])
  })

  it('of a type that is not mapped raises nothing but is a sign of life', () => {
    const camera = new Camera(null)
    expect(camera.event('e1', 0, 60)).toEqual([])
    expect(nextDue(camera.state, camera.device)).toBe(START + 60 * SECOND + 3 * MINUTE)
  })

  it('is forgotten when its alert takes in no more', () => {
    const camera = new Camera()
    camera.event('e1', 0, 10)
    camera.see({ at: 3600, track: '9' })
    expect(camera.state.sightings.map((s) => s.track)).toEqual(['9'])
  })
})

describe('a storm of detections', () => {
  it('of many tracks is a handful of alerts, with the count of all events behind them', () => {
    const camera = new Camera({ persistMs: 0 })
    for (let n = 0; n < 60; n += 1) camera.event(`e${n}`, n / 2, 3, { track: `t${n}` })
    // A repeat of what is over counts no more.
    camera.see({ at: 33, id: 'e59', track: 't59', phase: 'end' })
    expect(countsOf(camera)).toEqual([1, 1, 1, 1, 1, 55])
    // A track that has an alert of its own keeps it; once the first ones no longer take events in, new ones may have theirs.
    expect(camera.event('again', 60, 3, { track: 't0' })).toContain('updated')
    expect(camera.event('later', 11 * 60, 3, { track: 'new' })[0]).toBe('opened')
    expect(camera.state.sightings.find((sighting) => sighting.track === 'new')?.alert).not.toBeNull()
  })

  it('of many tracks that were all there before the first was certain is a handful of alerts too', () => {
    const camera = new Camera()
    const all = (at: number, parts: Partial<Detection>): void => {
      for (let n = 0; n < 400; n += 1) {
        const detection = buildDetection({ ts: START + Math.round((at + n / 100) * SECOND), id: `e${n}`, track: `t${n}`, ...parts })
        camera.verdicts.push(...judgeDetection(camera.state, camera.device, detection, camera.criteria))
      }
    }
    all(0, { phase: 'start' })
    for (let at = 10; at <= 60; at += 5) all(at, {})
    expect(countsOf(camera)).toEqual([1, 1, 1, 1, 1, 395])
    all(70, { phase: 'end' })
    expect(new Map(camera.verdicts.map((verdict) => [verdict.ordinal, verdict.state]))).toEqual(new Map([1, 2, 3, 4, 5, 6].map((n) => [n, 'resolved'])))
  })

  it('is one alert for its kind and track, with the count of all its events', () => {
    const camera = new Camera()
    for (let i = 0; i < 100; i++) camera.see({ at: i / 2, id: `e${i}`, phase: 'start' })
    expect(camera.verdicts.filter((v) => v.event === 'opened')).toMatchObject([{ breachedAt: START, openedAt: START + 10 * SECOND, occurrences: 21 }])
    expect(camera.last).toMatchObject({ ordinal: 1, occurrences: 100, lastSeenAt: START + 49.5 * SECOND })
  })

  it('counts an event once, whatever its messages, and a repeated one not at all', () => {
    const camera = new Camera()
    camera.event('e1', 0, 10)
    for (const id of ['e2', 'e3', 'e2', 'e3']) camera.event(id, 60, 5)
    expect(camera.last).toMatchObject({ ordinal: 1, occurrences: 3 })
  })

  it('counts only what is believed, and an unconfirmed event leaves a cleared alert cleared', () => {
    const camera = new Camera()
    camera.event('e1', 0, 10)
    expect(camera.event('e2', 60, 5, { confidence: 0.3 })).toEqual([])
    expect(camera.event('e3', 70, 0)).toEqual(['updated'])
    expect(camera.last).toMatchObject({ state: 'resolved', occurrences: 2 })
  })

  it('that outlasts the merge window opens the next alert, and loses none of its events', () => {
    const camera = new Camera({ cooldownMs: MINUTE })
    for (let i = 0; i < 150; i++) camera.event(`e${i}`, i, 0)
    const counts = new Map(camera.verdicts.map((v) => [v.ordinal, v.occurrences]))
    expect([...counts.values()]).toEqual([70, 60, 20])
    expect(camera.verdicts.filter((v) => v.event === 'opened').map((v) => (v.breachedAt - START) / SECOND)).toEqual([0, 70, 130])
  })

  it('does not join what lies further apart than the run may break', () => {
    const camera = new Camera()
    for (let i = 0; i < 20; i++) expect(camera.event(`e${i}`, i * 11, 0)).toEqual([])
  })

  it('of events that never end leaves a state of bounded size', () => {
    const { state, device, criteria } = new Camera({ persistMs: 0 })
    const see = (i: number, parts: Partial<Detection>) => judgeDetection(state, device, buildDetection({ ts: START + i * 50, phase: 'start', ...parts }), criteria)
    for (let i = 0; i < 1000; i++) see(i, { id: `e${i}` })
    expect(state.sightings).toMatchObject([{ occurrences: 1000 }])
    for (let i = 1000; i < 2000; i++) see(i, { id: `e${i}`, track: String(i) })
    expect(JSON.stringify(state).length).toBeLessThan(250_000)
  })
})

describe('a camera that is not believed', () => {
  it('opens no alert, and goes on with the one it opened before', () => {
    expect(new Camera({ opens: false }).event('e1', 0, 60)).toEqual([])
    const before = new Camera()
    before.see({ at: 0, phase: 'start' })
    before.see({ at: 10 })
    const after = new Camera({ opens: false })
    after.state = before.state
    expect(after.see({ at: 30, phase: 'end' })).toEqual(['cleared'])
    expect(after.event('e2', 700, 30)).toEqual([])
  })
})

describe('a rule that changes while a camera sees on', () => {
  const seenBy = (before: Camera, criteria: Partial<DetectionCriteria> | null): Camera => {
    const after = new Camera(criteria)
    after.state = before.state
    return after
  }

  it('leaves an open alert its rule and version, and its cooldown', () => {
    const before = new Camera({ persistMs: 0, version: 3 })
    before.see({ at: 0, phase: 'start' })
    expect(before.last).toMatchObject({ ruleVersion: 3, limit: 0.6 })
    const after = seenBy(before, { persistMs: 0, ruleId: 'by-name', version: 1, minConfidence: 0.7 })
    expect(after.see({ at: 5, confidence: 0.95 })).toEqual(['updated'])
    expect(after.see({ at: 10, phase: 'end' })).toEqual(['cleared'])
    expect(after.event('e2', 60, 5)).toEqual(['updated', 'cleared'])
    for (const verdict of after.verdicts) expect(verdict).toMatchObject({ id: 'd1~violation-no_mask~1', ruleId: 'violation-no_mask', ruleVersion: 3, limit: 0.6 })
    expect(after.event('e3', 700, 5)).toEqual(['opened', 'cleared'])
    expect(after.last).toMatchObject({ id: 'd1~by-name~1', ruleId: 'by-name', ruleVersion: 1, limit: 0.7 })
  })

  it('switched off, opens and counts nothing, and ends what was open with its event', () => {
    const before = new Camera({ persistMs: 0 })
    before.see({ at: 0, phase: 'start' })
    const after = seenBy(before, null)
    expect(after.event('e2', 5, 3)).toEqual([])
    expect(after.see({ at: 10, phase: 'end' })).toEqual(['cleared'])
    expect(after.last).toMatchObject({ occurrences: 1, resolvedAt: START + 10 * SECOND })
    expect(after.event('e3', 700, 60)).toEqual([])
  })
})

describe('what a kind asks beyond duration', () => {
  it.each([
    { name: 'three hits in time', hits: [0, 10, 29], opens: true },
    { name: 'three hits, too slowly', hits: [0, 15, 31], opens: false },
    { name: 'two hits', hits: [0, 1], opens: false },
    { name: 'the same hit three times', hits: [5, 5, 5], opens: false },
  ])('$name: opens $opens', ({ hits, opens }) => {
    const camera = new Camera({ persistMs: 0, hits: { count: 3, withinMs: 30 * SECOND } })
    for (const at of hits) camera.see({ at })
    expect(camera.verdicts.length > 0).toBe(opens)
  })

  it('takes the frames that the camera counted for hits', () => {
    const criteria = { persistMs: 0, minShare: null, hits: { count: 3, withinMs: 30 * SECOND } }
    expect(new Camera(criteria).see({ at: 0, frames: { hit: 2, total: 9 } })).toEqual([])
    expect(new Camera(criteria).see({ at: 0, frames: { hit: 3, total: 9 } })).toEqual(['opened'])
  })

  it('wants enough of the latest windows to show it', () => {
    const smoking = { persistMs: 3 * SECOND, minShare: null, windows: { hit: 2, of: 3, lengthMs: 3 * SECOND } }
    const apart = new Camera({ ...smoking, windows: { hit: 3, of: 3, lengthMs: 3 * SECOND } })
    apart.event('e1', 0, 0)
    expect(apart.event('e2', 7, 0)).toEqual([])
    const enough = new Camera(smoking)
    enough.event('e1', 0, 0)
    expect(enough.event('e2', 7, 0)).toEqual(['opened', 'cleared'])
    expect(new Camera(smoking).event('e1', 0, 3)).toEqual(['opened', 'cleared'])
  })
})

it('what is seen on any track until the end of the night is one alert with the number of its events', () => {
  const camera = new Camera({ ruleId: 'violation-rodent', type: 'rodent', persistMs: 0, cooldownMs: 7 * 60 * MINUTE, anyTrack: true })
  for (let n = 0; n < 12; n += 1) camera.event(`e${n}`, n * 31 * 60, 5, { track: `t${n}` })
  expect(new Set(camera.verdicts.map(({ id }) => id))).toEqual(new Set(['d1~violation-rodent~1']))
  expect(camera.last).toMatchObject({ occurrences: 12, openedAt: START, lastSeenAt: START + (11 * 31 * 60 + 5) * SECOND })
  camera.event('e-next', 15 * 31 * 60, 5, { track: 't0' })
  expect(camera.last).toMatchObject({ id: 'd1~violation-rodent~2', occurrences: 1 })
})

it('an event that lasts over the edge of the night stays with the alert it began with', () => {
  const camera = new Camera({ ruleId: 'violation-rodent', type: 'rodent', persistMs: 0, anyTrack: false })
  camera.see({ at: 0, id: 'e', track: 't', phase: 'start' })
  const atNight = new Camera({ ruleId: 'violation-rodent', type: 'rodent', persistMs: 0, anyTrack: true })
  atNight.state = camera.state
  expect(atNight.see({ at: 5, id: 'e', track: 't', phase: 'end' })).toEqual(['cleared'])
  expect(atNight.last).toMatchObject({ id: 'd1~violation-rodent~1', state: 'resolved' })
})
