import { parentPort, workerData } from 'node:worker_threads'
import type pg from 'pg'
import { contextsOf, runUpOf, Trial } from '../../domain/backtest/trial.ts'
import type { Episode } from '../../domain/judgement/state.ts'
import { METRICS, type MetricName } from '../../domain/metrics.ts'
import { placedIn } from '../../domain/openingHours.ts'
import type { Rule } from '../../domain/rule.ts'
import { connectForReading, findSeries, lastBefore, readRecorded, type KnownSeries, type SeriesReadings } from '../../stores/postgres/recordedReadings.ts'
import { bitesOf, groupsOf } from './bites.ts'
import type { DeviceCount, Task, Told, TriedDevice, WouldBe } from './task.ts'

/** A rule on one device, and how often it would have opened an alert in the span. */
interface Run {
  readonly rule: Rule
  readonly trial: Trial
  opened: number
}

interface Tried {
  readonly device: TriedDevice
  readonly draft: Run
  readonly inForce: Run | null
  readings: number
}

const task = workerData as Task
const tell = (told: Told): void => parentPort?.postMessage(told, [])
const alerts: WouldBe[] = []
let readings = 0

/** The thread of a backtest: reads history in bites and tries the rules on it. It ends when it has told what it found. */
async function main(): Promise<void> {
  const client = await connectForReading(task.databaseUrl)
  const groups = groupsOf(task.devices)
  const counts: DeviceCount[] = []
  for (const [done, group] of groups.entries()) {
    const share = (part: number): number => (done + part) / groups.length
    counts.push(...(await tryGroup(client, group, (part) => tell({ kind: 'progress', share: share(part), readings }))))
  }
  await client.end()
  tell({ kind: 'found', alerts, counts })
}

async function tryGroup(client: pg.Client, group: readonly TriedDevice[], progress: (part: number) => void): Promise<DeviceCount[]> {
  const rules = [task.draft, ...(task.inForce ? [task.inForce] : [])]
  const contexts = [...new Set(rules.flatMap(contextsOf))]
  const metrics = [...new Set([...contexts, ...rules.map((rule) => rule.metric)])]
  const tried = new Map(group.map((device) => [device.id, begin(device)]))
  const series = await findSeries(client, [...tried.keys()], metrics)
  const since = task.from - Math.max(...rules.map(runUpOf))
  const holding = series.filter(({ metric }) => METRICS[metric].onChange)
  if (holding.length > 0) take(tried, contexts, holding, await lastBefore(client, holding.map((one) => one.series), since))
  const bites = bitesOf(group, since, task.to)
  for (const [done, bite] of bites.entries()) {
    take(tried, contexts, series, await readRecorded(client, series.map((one) => one.series), bite.from, bite.to))
    progress((done + 1) / bites.length)
  }
  return [...tried.values()].map(finish)
}

function begin(device: TriedDevice): Tried {
  const run = (rule: Rule): Run => ({ rule, trial: new Trial(device, placedIn(rule, device.hours)), opened: 0 })
  return { device, draft: run(task.draft), inForce: task.inForce && run(task.inForce), readings: 0 }
}

/** What the door and the power said goes before what is judged in their light. */
function take(tried: ReadonlyMap<string, Tried>, contexts: readonly MetricName[], series: readonly KnownSeries[], recorded: readonly SeriesReadings[]): void {
  const known = new Map(series.map((one) => [one.series, one]))
  const placed = recorded.flatMap((one) => {
    const of = known.get(one.series)
    const whose = of && tried.get(of.device)
    return of && whose ? [{ ...one, metric: of.metric, whose }] : []
  })
  for (const { metric, whose, ...one } of placed) {
    if (!contexts.includes(metric)) continue
    for (const run of runsOf(whose)) run.trial.takeContext(metric, one)
  }
  for (const { metric, whose, ...one } of placed) {
    if (runsOf(whose).every((run) => run.rule.metric !== metric)) continue
    whose.readings += one.t.length
    readings += one.t.length
    for (const run of runsOf(whose)) if (run.rule.metric === metric) collect(whose, run, (ended) => run.trial.take(one, ended))
  }
}

const runsOf = (tried: Tried): Run[] => (tried.inForce ? [tried.draft, tried.inForce] : [tried.draft])

function collect(tried: Tried, run: Run, work: (ended: Episode[]) => void): void {
  const ended: Episode[] = []
  work(ended)
  for (const episode of ended) {
    if (episode.openedAt < task.from || episode.openedAt >= task.to) continue
    run.opened += 1
    if (run === tried.draft && alerts.length < task.limit) alerts.push({ device: tried.device.id, episode })
  }
}

function finish(tried: Tried): DeviceCount {
  for (const run of runsOf(tried)) {
    collect(tried, run, (ended) => {
      const open = run.trial.end(Math.min(task.to, task.now), ended)
      if (open) ended.push(open)
    })
  }
  return { device: tried.device.id, readings: tried.readings, would: tried.draft.opened, inForce: tried.inForce?.opened ?? null }
}

void main()
