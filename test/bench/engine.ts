import { judgeReading, newDeviceState, type DeviceState, type JudgedDevice } from '../../domain/judgement/judge.ts'
import type { Reading } from '../../domain/feed.ts'
import { compileRule, metricRuleSchema, type Rule } from '../../domain/rule.ts'
import { randomFrom } from '../ledger/random.ts'

const RULES = 10
const STEP_MS = 60_000
const HEALTH = { battery: { below: 10, clearAt: 15 }, stuck: { change: 0.05, forMs: 21_600_000 }, jump: { step: 5, withinMs: 60_000, samples: 3, agree: 2.5, settleMs: 1_800_000, doorMs: 600_000 } }

/** Readings a processor second judged by ten rules a device, states kept; nothing is parsed, stored or sent. Other work on the machine does not count. */
export function judgedPerSecond(devices: number, seconds: number): number {
  const rules = Array.from({ length: RULES }, (_, n) => ruleOf(n))
  const judged: { device: JudgedDevice; state: DeviceState }[] = Array.from({ length: devices }, (_, n) => ({
    device: { id: `engine-${n}`, intervalMs: STEP_MS, ccp: true, faultValues: { temperature: [85, -127] }, health: HEALTH, rules }, state: newDeviceState(),
  }))
  const random = randomFrom(1)
  // One reading in a hundred breaches a limit.
  const values = Array.from({ length: 10_007 }, () => (random() < 0.01 ? 9 + random() * 10 : 2 + random() * 4))
  let [count, ts, began, rounds] = [0, Date.UTC(2026, 0, 1), cpu(), 0]
  for (;;) {
    ts += STEP_MS
    rounds += 1
    for (const { device, state } of judged) {
      const reading: Reading = { kind: 'reading', device: device.id, ts, receivedAt: ts, values: { temperature: values[count % values.length] ?? 4 } }
      judgeReading(state, device, reading)
      count += 1
    }
    // The windows fill in the first dozen rounds: what follows is the steady state.
    if (rounds === 12) [count, began] = [0, cpu()]
    const elapsed = cpu() - began
    if (rounds > 12 && elapsed > seconds) return count / elapsed
  }
}

/** Processor seconds this process has used. */
function cpu(): number {
  return process.cpuUsage().user / 1e6
}

function ruleOf(n: number): Rule {
  const text = { id: `engine-rule-${n}`, name: `${n}`, scope: { profiles: ['catering-chiller'] }, metric: 'temperature', above: 8 + n * 0.5, for: `${n}m`, severity: 'minor', clear: { margin: 0.5, for: '2m' } } as const
  return compileRule(metricRuleSchema.parse(text), 1)
}
