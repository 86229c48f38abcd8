import type pg from 'pg'
import { contextsOf, runUpOf, Trial } from '../../domain/backtest/trial.ts'
import type { Episode } from '../../domain/judgement/state.ts'
import { METRICS, type MetricName } from '../../domain/metrics.ts'
import { placedIn } from '../../domain/openingHours.ts'
import type { Rule } from '../../domain/rule.ts'
import { findSeries, lastBefore, readRecorded, type KnownSeries, type SeriesReadings } from '../../stores/postgres/recordedReadings.ts'
import { bitesOf, groupsOf } from './bites.ts'
import type { DeviceCount, FoundPart, MetricTask, Progress, TriedDevice, WouldBe } from './task.ts'

/** A rule on one device, and how often it would have opened an alert in the span. */
interface Run {
  readonly rule: Rule
  readonly trial: Trial
  opened: number
}

interface Work {
  readonly client: pg.Client
  readonly task: MetricTask
  readonly alerts: WouldBe[]
  readings: number
}

interface Tried {
  readonly device: TriedDevice
  readonly draft: Run
  readonly inForce: Run | null
  readings: number
}

/** Reads history in bites and tries a rule about a metric on it. */
export async function tryOnReadings(client: pg.Client, task: MetricTask, progress: Progress): Promise<FoundPart> {
  const work: Work = { client, task, alerts: [], readings: 0 }
  const groups = groupsOf(task.devices)
  const counts: DeviceCount[] = []
  for (const [done, group] of groups.entries()) {
    const share = (part: number): number => (done + part) / groups.length
    counts.push(...(await tryGroup(work, group, (part) => progress(share(part), work.readings))))
  }
  return { alerts: work.alerts, counts }
}

async function tryGroup(work: Work, group: readonly TriedDevice[], progress: (part: number) => void): Promise<DeviceCount[]> {
  const { client, task } = work
  const rules = [task.draft, ...(task.inForce ? [task.inForce] : [])]
  const contexts = [...new Set(rules.flatMap(contextsOf))]
  const metrics = [...new Set([...contexts, ...rules.map((rule) => rule.metric)])]
  const tried = new Map(group.map((device) => [device.id, begin(task, device)]))
  const series = await findSeries(client, [...tried.keys()], metrics)
  const since = task.from - Math.max(...rules.map(runUpOf))
  const holding = series.filter(({ metric }) => METRICS[metric].onChange)
  if (holding.length > 0) take(work, tried, contexts, holding, await lastBefore(client, holding.map((one) => one.series), since))
  const bites = bitesOf(group, since, task.to)
  for (const [done, bite] of bites.entries()) {
    take(work, tried, contexts, series, await readRecorded(client, series.map((one) => one.series), bite.from, bite.to))
    progress((done + 1) / bites.length)
  }
  return [...tried.values()].map((one) => finish(work, one))
}

function begin(task: MetricTask, device: TriedDevice): Tried {
  const run = (rule: Rule): Run => ({ rule, trial: new Trial(device, placedIn(rule, device.hours)), opened: 0 })
  return { device, draft: run(task.draft), inForce: task.inForce && run(task.inForce), readings: 0 }
}

/** What the door and the power said goes before what is judged in their light. */
function take(work: Work, tried: ReadonlyMap<string, Tried>, contexts: readonly MetricName[], series: readonly KnownSeries[], recorded: readonly SeriesReadings[]): void {
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
    work.readings += one.t.length
    for (const run of runsOf(whose)) if (run.rule.metric === metric) collect(work, whose, run, (ended) => run.trial.take(one, ended))
  }
}

const runsOf = (tried: Tried): Run[] => (tried.inForce ? [tried.draft, tried.inForce] : [tried.draft])

function collect({ task, alerts }: Work, tried: Tried, run: Run, work: (ended: Episode[]) => void): void {
  const ended: Episode[] = []
  work(ended)
  for (const episode of ended) {
    if (episode.openedAt < task.from || episode.openedAt >= task.to) continue
    run.opened += 1
    if (run === tried.draft && alerts.length < task.limit) alerts.push({ device: tried.device.id, episode })
  }
}

function finish(work: Work, tried: Tried): DeviceCount {
  const { task } = work
  for (const run of runsOf(tried)) {
    collect(work, tried, run, (ended) => {
      const open = run.trial.end(Math.min(task.to, task.now), ended)
      if (open) ended.push(open)
    })
  }
  return { device: tried.device.id, readings: tried.readings, would: tried.draft.opened, inForce: tried.inForce?.opened ?? null }
}
