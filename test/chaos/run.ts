import { setTimeout as pause } from 'node:timers/promises'
import { Administrator } from '../integration/administrator.ts'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { compare, type Differences } from '../ledger/compare.ts'
import type { DeviceLedger, SenderTask } from '../ledger/ledger.ts'
import { plannedRule, STEP_MS } from '../ledger/plan.ts'
import { randomFrom } from '../ledger/random.ts'
import { Senders } from '../ledger/senders.ts'
import { Inventory } from './inventory.ts'
import { Killer, type Kill } from './killer.ts'
import { Listener } from './listener.ts'

export interface ChaosOptions {
  readonly kills: number
  readonly seed: number
  readonly devices: number
  readonly senders: number
  /** Milliseconds between two messages of a device. */
  readonly rhythmMs: number
  /** Milliseconds between two kills, on average. */
  readonly gapMs: number
  readonly say: (line: string) => void
}

export interface ChaosResult extends Differences {
  readonly faults: readonly Kill[]
  /** Kills after which the process was not running again within 5 s. */
  readonly slow: readonly Kill[]
  readonly sent: number
  readonly acknowledged: number
  readonly planned: number
  readonly repeats: number
  readonly resumes: number
  readonly resets: number
  readonly liveFaults: readonly string[]
  readonly seconds: number
}

const REST_MS = 180_000
/** Our clock may be 20 minutes past midnight: the plan's day lies well behind, and never ahead of it. */
const PLAN_BEGINS_BEFORE_MS = 3 * 86_400_000
/** One device in five speaks HTTP. */
const HTTP_EVERY = 5

/** Kills everything again and again under load, lets it come to rest, and holds the senders' ledger against the system. */
export async function chaos(options: ChaosOptions): Promise<ChaosResult> {
  const system = await startConstellation({ workers: 2 })
  const senders = new Senders()
  try {
    return await underFire(system, senders, options)
  } catch (error) {
    options.say(system.output())
    throw error
  } finally {
    senders.stop()
    await system.stop()
  }
}

async function underFire(system: Constellation, senders: Senders, options: ChaosOptions): Promise<ChaosResult> {
  const { say, seed } = options
  const admin = new Administrator(system)
  const inventory = new Inventory(admin)
  const tasks = await prepare(system, admin, options)
  const listener = new Listener(system.url, system.adminToken, () => inventory.all('alerts'))
  await listener.start()
  const began = Date.now()
  senders.start(tasks)
  const killer = new Killer(system, randomFrom(seed), began)
  await pause(1_500)
  await killer.run(options.kills, options.gapMs, () => senders.acknowledged, (line) => {
    say(`${line}; ${senders.sent} readings sent, ${senders.acknowledged} acknowledged`)
    senders.check()
  })
  say('no more kills; the senders finish their plans')
  const ledgers = await senders.finish(REST_MS)
  const differences = await atRest(ledgers, inventory, listener, say)
  await listener.stop()
  return {
    ...differences, doubled: [...differences.doubled, ...listener.faults], faults: killer.kills, slow: killer.slow,
    sent: sum(ledgers, ({ sent }) => sent.length), acknowledged: sum(ledgers, ({ acknowledged }) => acknowledged.length),
    planned: sum(ledgers, ({ planned }) => planned.length), repeats: sum(ledgers, ({ repeats }) => repeats),
    resumes: listener.resumes, resets: listener.resets, liveFaults: listener.faults, seconds: (Date.now() - began) / 1000,
  }
}

/** Registers the devices and their rule; dry stores, since no shipped rule looks at their temperature. */
async function prepare(system: Constellation, admin: Administrator, { devices, senders, seed, rhythmMs }: ChaosOptions): Promise<SenderTask[]> {
  await admin.unit('chaos-unit')
  const ids = Array.from({ length: devices }, (_, n) => `chaos-${n}`)
  const known: SenderTask['devices'][number][] = []
  for (const [n, id] of ids.entries()) {
    const token = await admin.device(id, 'chaos-unit', { profile: 'dry-store', interval: STEP_MS / 1000 })
    known.push({ id, token, way: n % HTTP_EVERY === HTTP_EVERY - 1 ? 'http' : 'mqtt', seed: seed * 10_007 + n })
  }
  await admin.create('rules', { id: 'chaos-rule', name: '温度过高', scope: { deviceIds: ids }, ...plannedRule })
  const from = Math.floor((Date.now() - PLAN_BEGINS_BEFORE_MS) / STEP_MS) * STEP_MS
  return Array.from({ length: senders }, (_, n) => ({
    url: system.url, mqttUrl: system.mqttUrl, from, rhythmMs, devices: known.filter((_device, at) => at % senders === n),
  }))
}

/** Compares until nothing differs, or nothing has changed for a while: what is still missing then is lost. */
async function atRest(ledgers: readonly DeviceLedger[], inventory: Inventory, listener: Listener, say: (line: string) => void): Promise<Differences> {
  const until = Date.now() + REST_MS
  let [before, since] = ['', Date.now()]
  for (;;) {
    const differences = await look(ledgers, inventory, listener).catch((error: unknown) => {
      say(`not readable yet: ${(error as Error).message}`)
      return null
    })
    if (differences && differences.lost.length + differences.doubled.length === 0) return differences
    const now = differences === null ? '' : JSON.stringify(differences)
    if (now !== before) [before, since] = [now, Date.now()]
    if (differences && (Date.now() - since > 20_000 || Date.now() > until)) return differences
    say(`coming to rest: ${differences?.lost.length ?? '?'} still missing, ${differences?.doubled.length ?? '?'} too many`)
    await pause(1_000)
  }
}

async function look(ledgers: readonly DeviceLedger[], inventory: Inventory, listener: Listener): Promise<Differences> {
  const [alerts, orders] = [await inventory.alerts(), await inventory.orders()]
  const history = new Map<string, { t: string; last: number; count: number }[]>()
  for (const ledger of ledgers) history.set(ledger.device, await inventory.history(ledger))
  return compare(ledgers, { alerts, orders, history, heard: listener.heard })
}

function sum(ledgers: readonly DeviceLedger[], of: (ledger: DeviceLedger) => number): number {
  return ledgers.reduce((total, ledger) => total + of(ledger), 0)
}
