import os from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startConstellation, type Constellation } from '../integration/constellation.ts'
import { backtestSeconds } from './backtest.ts'
import { judgedPerSecond } from './engine.ts'
import { median, percentile, spread } from './figures.ts'
import { LoadProcess } from './loadProcess.ts'
import { Probe } from './probe.ts'
import { Report } from './report.ts'
import { MeasuredSystem } from './system.ts'
import { bareDoor, throughput } from './throughput.ts'

const say = (line: string): void => void process.stderr.write(`${line}\n`)
const report = new Report(say)

/** `npm run bench`: the whole system on this machine, with the load generator beside it. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } } })
  const { quick } = values
  const began = Date.now()
  const load = os.loadavg()[0] ?? 0
  say(`${os.availableParallelism()} cores, load ${load.toFixed(1)} before the start; ${quick ? 'quick' : 'full'} run`)
  engine(quick)
  const constellation = await started('start, cold', 'new data folder; until /readyz says so', () => startConstellation())
  let kept = constellation
  try {
    await page(constellation)
    await measure(new MeasuredSystem(constellation), quick)
    await constellation.stop({ keepData: true })
    kept = await started('start, warm', 'the data folder of this run', () => startConstellation({ dataDir: constellation.dataDir }))
  } finally {
    await kept.stop()
  }
  await backtest(quick)
  const machine = { cores: os.availableParallelism(), model: os.cpus()[0]?.model ?? '', node: process.version, loadBefore: load, quick, seconds: Math.round((Date.now() - began) / 1000) }
  process.stdout.write(`\n${machine.cores} cores (${machine.model}), Node ${machine.node}, load ${load.toFixed(1)} before the start, ${machine.seconds} s in all\n${report.table()}\n`)
  if (values.json) process.stdout.write(`${JSON.stringify({ machine, results: report.rows })}\n`)
}

function engine(quick: boolean): void {
  const seconds = quick ? 1 : 2
  const rates = Array.from({ length: 3 }, () => judgedPerSecond(1_000, seconds))
  report.add('rule engine alone', median(rates), 'readings/s a core', `10 rules a device, 1,000 devices, 1 % in breach, states kept, nothing parsed; median of 3 × ${seconds} s, ± ${Math.round(spread(rates) * 100)} %`)
}

/** A draft rule on what was recorded: from the database in bites, through the folds of the live judgement, in two threads. */
async function backtest(quick: boolean): Promise<void> {
  const days = quick ? 3 : 30
  const { readings, seconds } = await backtestSeconds(days)
  const took = median(seconds)
  report.add(`backtest, ${(readings / 1e6).toFixed(1)} M readings`, took, 's', `${days} days of 100 devices a minute each, one rule, 2 threads, PostgreSQL beside them; ${Math.round(readings / took).toLocaleString('en')} readings/s; median of ${seconds.length}, ± ${Math.round(spread(seconds) * 100)} %`)
}

async function started(name: string, conditions: string, start: () => Promise<Constellation>): Promise<Constellation> {
  const began = performance.now()
  const constellation = await start()
  report.add(name, (performance.now() - began) / 1000, 's', conditions)
  return constellation
}

async function page({ url }: Constellation): Promise<void> {
  const began = performance.now()
  const answer = await fetch(`${url}/screen`)
  const script = /<script[^>]+src="([^"]+)"/.exec(await answer.text())?.[1]
  if (!answer.ok || script === undefined) return report.add('page', 'not built', '', 'npm start builds the pages')
  await (await fetch(new URL(script, url))).arrayBuffer()
  report.add('page: /screen and its script', performance.now() - began, 'ms', 'first request after the start')
}

async function measure(system: MeasuredSystem, quick: boolean): Promise<void> {
  const runs = quick ? 1 : 3
  const seconds = quick ? 3 : 4
  const load = new LoadProcess()
  const probe = new Probe(system)
  const { mqttPort } = system.constellation
  try {
    const thousand = await system.register('bench', 1_000)
    await load.open(mqttPort, thousand)
    const single = { perMessage: 1, inFlight: 40, seconds, runs }
    const many = { perMessage: 50, inFlight: 4, seconds, runs }
    await load.run({ ...single, seconds: 2 })
    await system.settled()
    report.add('memory, idle', total(system.memory()), 'MB', told(system.memory()))
    await probe.start()
    // Before the floods: what they leave behind, roll-ups of years of event time, no city does to itself.
    for (const rate of [1_000, 7_000]) await latency(system, load, probe, rate, quick ? { warmUp: 3, seconds: 8 } : { warmUp: 15, seconds: 60 })
    const one = await throughput(system, load, single, 'one reading a message', 'MQTT QoS 1, 1,000 devices behind 50 connections, 40 messages in flight each', report)
    const bare = await bareDoor(system.redisUrl, thousand, single)
    report.add('bare durable door', bare, 'readings/s', 'aedes and batched XADD, nothing else; same load, same Redis, same run')
    report.add('ours, of the bare door', (one.acknowledged / bare) * 100, '%', 'acknowledged, judged and archived against only appended')
    await throughput(system, load, many, '50 readings a message', 'as above, 4 messages in flight each', report)
    report.add('memory, after the floods', total(system.memory()), 'MB', told(system.memory()))
    await growth(system, seconds, one.judged)
  } finally {
    probe.stop()
    load.stop()
    await system.stop()
  }
}

/** From the publish to the alert in a client, while the rest of the city reports; and whether anything piles up. */
async function latency(system: MeasuredSystem, load: LoadProcess, probe: Probe, rate: number, { warmUp, seconds }: { warmUp: number; seconds: number }): Promise<void> {
  const lags: number[] = []
  const loading = load.run({ perMessage: 1, inFlight: 0, rate, seconds: warmUp + seconds + 1 })
  // A city's processes have run for weeks: the first seconds of such a load in a new one go to compiling.
  await pause(warmUp * 1_000)
  const watch = setInterval(() => void system.lagMs().then((lag) => lags.push(lag), () => undefined), 500)
  const [before, began] = [system.cpu(), performance.now()]
  const { waits, missing } = await probe.run(seconds)
  const cores = (system.cpu() - before) / ((performance.now() - began) / 1000)
  clearInterval(watch)
  const { readings, seconds: took } = await loading
  await system.settled()
  const name = `publish → alert at ${rate.toLocaleString('en')}/s`
  report.add(`${name}: p50`, percentile(waits, 0.5), 'ms', `${waits.length} crossings over ${seconds} s, after ${warmUp} s of the same load; rule for: 0, one sender's clock to a bare socket.io-client; ${missing} never came`)
  report.add(`${name}: p99`, percentile(waits, 0.99), 'ms', '')
  report.add(`${name}: max`, Math.max(...waits), 'ms', `background of ${Math.round(readings / took).toLocaleString('en')} readings/s acknowledged, ${rate.toLocaleString('en')} asked`)
  const half = Math.floor(lags.length / 2)
  report.add(`${name}: feed behind`, `${median(lags.slice(0, half))} → ${median(lags.slice(half))}`, 'ms', 'age of the newest entry not yet committed, first and second half')
  report.add(`${name}: cores`, cores, '', 'processor time of all processes of the system, without the senders')
}

/** What a reading costs when there are twenty times the devices. */
async function growth(system: MeasuredSystem, seconds: number, before: number): Promise<void> {
  const speakers = await system.register('grown', 20_000)
  const load = new LoadProcess()
  try {
    await load.open(system.constellation.mqttPort, speakers)
    const run = { perMessage: 1, inFlight: 40, seconds, runs: 1 }
    const first = await load.run({ ...run, seconds: 2 })
    const { judgedMs } = await system.settled()
    report.add('20,000 devices, the first reading of each', first.readings / (first.seconds + judgedMs / 1000), 'readings/s', 'nothing of these devices is in any memory yet')
    // Every device has spoken before the steady state is measured.
    for (let heard = first.readings; heard < 20_000; ) heard += (await load.run({ ...run, seconds: 2 })).readings
    await system.settled()
    const { judged } = await throughput(system, load, run, '20,000 devices', 'one reading a message, otherwise as at 1,000', report)
    report.add('cost of a reading at 20,000 devices', before / judged, '× that at 1,000', 'judged, one reading a message')
  } finally {
    load.stop()
  }
}

function total(memory: Record<string, number>): number {
  return Object.values(memory).reduce((sum, megabytes) => sum + megabytes, 0)
}

function told(memory: Record<string, number>): string {
  return Object.entries(memory).map(([role, megabytes]) => `${role} ${megabytes}`).join(', ')
}

main().then(() => process.exit(0), (error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`)
  process.exit(1)
})
