import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildReading, MINUTE, START } from '../../test/builders/judgement.ts'
import { judgeReading, newDeviceState, readState, writeState } from './judge.ts'

const health = { battery: null, stuck: { change: 0.05, forMs: 5 * MINUTE }, jump: { step: 5, withinMs: MINUTE, samples: 3, agree: 2.5, settleMs: 30 * MINUTE, doorMs: 10 * MINUTE } }
const device = buildDevice({ health, faultValues: { temperature: [85] } })

/** Temperature and humidity together, a door apart from them, a fault value, a breach, a stuck sensor, a silence. */
function busy(): Bench {
  const bench = new Bench(device, false)
  for (let minute = 0; minute < 20; minute += 1) bench.reading(minute, { temperature: minute < 12 ? 3 + (minute % 3) : 9, humidity: 80 })
  bench.reading(20.5, { door: 1 })
  bench.reading(21, { temperature: 85, humidity: 81 })
  bench.beat(22)
  bench.reading(29, { temperature: 9, humidity: 80 })
  return bench
}

/** What was remembered after nine readings before states had a shape. */
const FORMER = JSON.stringify({
  lastArrival: START + 8 * MINUTE, newest: START + 8 * MINUTE, heard: START + 8 * MINUTE, intervalMs: MINUTE, paces: [], rules: 'fridge@1',
  windows: { temperature: { t: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((minute) => START + minute * MINUTE), v: [3, 4, 5, 3, 4, 5, 3, 4, 5] } },
  tracks: [], ordinals: {}, silence: { before: null, beats: [], known: [] }, fault: { base: null, known: [] }, sightings: [],
  course: {
    base: null, stuck: [], jump: [],
    head: { taken: START + 8 * MINUTE, prev: START + 8 * MINUTE, value: 5, since: START + 8 * MINUTE, low: 5, high: 5, held: 0, stuckAt: null, step: null, door: null },
  },
})

describe('a state that is written out', () => {
  it('is read back as it was, with all that can stand in it, or nothing', () => {
    const { state } = busy()
    expect(state.fault).toBeDefined()
    expect(state.course?.stuck).toHaveLength(1)
    expect(state.silence.known).toHaveLength(1)
    // Where the course stands now follows from its window: the next reading folds it again.
    const course = state.course && { ...state.course, head: null }
    expect(readState(writeState(state))).toEqual({ ...state, course })
    expect(readState(writeState(newDeviceState()))).toEqual(newDeviceState())
  })

  it('says the times of metrics that come together once', () => {
    const one = new Bench(device, false).temperatures(0, 3, 4, 5, 3, 4, 5)
    const two = new Bench(device, false)
    for (const [minute, temperature] of [3, 4, 5, 3, 4, 5].entries()) two.reading(minute, { temperature, humidity: 80 })
    expect(writeState(two.state).length - writeState(one.state).length).toBeLessThan(40)
  })

  it('was written otherwise before, and is still read', () => {
    const state = readState(FORMER)
    const bench = new Bench(device, false).temperatures(0, 3, 4, 5, 3, 4, 5, 3, 4, 5)
    // What is empty may stand as empty or not at all.
    const later = [9, 9, 9, 9, 9, 9, 9, 9].map((temperature, i) => buildReading(START + (9 + i) * MINUTE, { temperature }))
    const verdicts = later.map((reading) => judgeReading(state, device, reading).verdicts)
    expect(verdicts.flat().map(({ ruleId, event }) => `${ruleId} ${event}`)).toEqual(['fridge opened', 'device-stuck opened'])
    expect(verdicts).toEqual(later.map((reading) => bench.read(reading).verdicts))
    expect(writeState(state)).toBe(writeState(bench.state))
  })
})
