import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, MINUTE, START } from '../../test/builders/judgement.ts'
import type { AlertVerdict } from '../alert.ts'
import { judgeGateway, learnGateway } from './gateway.ts'
import { newDeviceState, type DeviceState } from './judge.ts'

const SILENCE = 'device-silence'
const at = (minute: number) => START + minute * MINUTE
const bench = () => new Bench(buildDevice({ rules: [], ccp: true })).temperatures(0, 4)

/** Asks our clock at a minute, told what is known of the gateway then. */
function ask(b: Bench, minute: number, heard: number, pauses: [number, number][] = []): string[] {
  learnGateway(b.state, { heard: at(heard), pauses: pauses.map(([from, to]) => [at(from), at(to)]) }, at(minute))
  return b.clock(minute).map((v) => v.event)
}

describe('a device behind a gateway', () => {
  it('is silent by itself once the gateway was heard after it was due', () => {
    const b = bench()
    expect(ask(b, 3, 2.9)).toEqual([])
    expect(b.due).toBeCloseTo(3 + 1 / 60, 6)
    expect(ask(b, 3.1, 3)).toEqual(['opened'])
    expect(b.spans()).toEqual([{ breached: 0, opened: 3, resolved: null }])
  })

  it('raises nothing while the gateway is silent, however long', () => {
    const b = bench()
    for (let minute = 3; minute < 90; minute++) expect(ask(b, minute, 0.9)).toEqual([])
  })

  it('has three intervals to speak again after the gateway is back', () => {
    const b = bench()
    expect(ask(b, 60, 60, [[1, 60]])).toEqual([])
    expect(ask(b, 61.9, 61.9, [[1, 60]])).toEqual([])
    expect(ask(b, 62, 62, [[1, 60]])).toEqual(['opened'])
  })

  it('shows no gap for the time of the gateway\'s silence, and one for its own', () => {
    const b = bench()
    learnGateway(b.state, { heard: at(60), pauses: [[at(1), at(60)]] }, at(60))
    b.reading(60, { temperature: 4 })
    expect(b.alerts(SILENCE)).toEqual([])
    const other = bench()
    learnGateway(other.state, { heard: at(60), pauses: [[at(5), at(60)]] }, at(60))
    other.reading(60, { temperature: 4 })
    expect(other.spans(SILENCE)).toEqual([{ breached: 0, opened: 3, resolved: 60 }])
  })

  it('keeps the silence it raised when the gateway dies after, and ends it by speaking', () => {
    const b = bench()
    ask(b, 4, 4)
    expect(ask(b, 20, 5)).toEqual([])
    learnGateway(b.state, { heard: at(25), pauses: [[at(5), at(25)]] }, at(25))
    b.reading(25, { temperature: 4 })
    expect(b.spans(SILENCE)).toEqual([{ breached: 0, opened: 3, resolved: 25 }])
  })
})

describe('a silent gateway', () => {
  const gateway = { id: 'g1', limitMs: 3 * MINUTE, ccp: true, devices: ['d1', 'd2'] }
  class Watch {
    state: DeviceState = newDeviceState()
    readonly verdicts: AlertVerdict[] = []
    since = -Infinity
    look(minute: number, heard: number, pauses: [number, number][] = []): string[] {
      this.state = JSON.parse(JSON.stringify(this.state)) as DeviceState
      const life = { heard: at(heard), pauses: pauses.map(([from, to]): [number, number] => [at(from), at(to)]) }
      const verdicts = judgeGateway(this.state, gateway, life, this.since, at(minute))
      this.verdicts.push(...verdicts)
      return verdicts.map((v) => v.event)
    }
  }

  it('has one alert that lists those behind it, critical after half an hour where a control point is among them', () => {
    const w = new Watch()
    expect(w.look(2.9, 0)).toEqual([])
    expect(w.look(3, 0)).toEqual(['opened'])
    expect(w.look(4, 0)).toEqual([])
    expect(w.look(30, 0)).toEqual(['escalated'])
    expect(w.look(40, 40, [[0, 35]])).toEqual(['cleared'])
    expect(w.look(41, 41, [[0, 35]])).toEqual([])
    expect(w.verdicts[0]).toMatchObject({ id: 'g1~device-silence~1', type: 'silence', metric: null, affected: ['d1', 'd2'], severity: 'minor', breachedAt: at(0), openedAt: at(3), draftOrder: false })
    expect(w.verdicts.at(-1)).toMatchObject({ state: 'resolved', severity: 'critical', resolvedAt: at(35), revision: 3 })
  })

  it('is told of once where nobody looked while it lasted, unless nobody was at the door either', () => {
    const w = new Watch()
    expect(w.look(20, 20, [[5, 15]])).toEqual(['opened', 'cleared'])
    expect(w.look(21, 21, [[5, 15]])).toEqual([])
    expect(w.verdicts.at(-1)).toMatchObject({ breachedAt: at(5), openedAt: at(8), resolvedAt: at(15) })
    const shut = new Watch()
    shut.since = at(14)
    expect(shut.look(20, 20, [[5, 15]])).toEqual([])
  })

  it('is not silent for the time in which nobody was at the door', () => {
    const w = new Watch()
    w.since = at(10)
    expect(w.look(12.9, 0)).toEqual([])
    expect(w.look(13, 0)).toEqual(['opened'])
  })
})
