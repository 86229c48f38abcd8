import { fork } from 'node:child_process'
import { median, spread } from './figures.ts'
import { LoadProcess, type LoadRun, type Speaker } from './loadProcess.ts'
import type { Report } from './report.ts'
import type { MeasuredSystem } from './system.ts'

export interface Flood extends LoadRun {
  readonly runs: number
}

export interface Throughput {
  readonly acknowledged: number
  readonly judged: number
  readonly archived: number
  readonly perCpuSecond: number
}

/** Floods the system and waits until all is judged and archived; medians of several runs, readings a second. */
export async function throughput(system: MeasuredSystem, load: LoadProcess, { runs, ...run }: Flood, name: string, conditions: string, report: Report): Promise<Throughput> {
  const all: Throughput[] = []
  for (let n = 0; n < runs; n += 1) {
    const cpu = system.cpu()
    const { readings, seconds, missing } = await load.run(run)
    if (missing > 0) throw new Error(`${missing} messages were never acknowledged`)
    const { judgedMs, archivedMs } = await system.settled()
    all.push({
      acknowledged: readings / seconds, judged: readings / (seconds + judgedMs / 1000), archived: readings / (seconds + (judgedMs + archivedMs) / 1000),
      perCpuSecond: readings / (system.cpu() - cpu),
    })
  }
  const of = (key: keyof Throughput) => all.map((one) => one[key])
  const result = { acknowledged: median(of('acknowledged')), judged: median(of('judged')), archived: median(of('archived')), perCpuSecond: median(of('perCpuSecond')) }
  const told = `${conditions}; median of ${runs} × ${run.seconds} s, ± ${Math.round(spread(of('judged')) * 100)} %`
  report.add(`${name}: acknowledged`, result.acknowledged, 'readings/s', told)
  report.add(`${name}: judged`, result.judged, 'readings/s', 'publish of the first to judgement of the last')
  report.add(`${name}: in history`, result.archived, 'rows/s', 'publish of the first to history of the last; judged and archived at once')
  report.add(`${name}: a core`, result.perCpuSecond, 'readings/CPU s', 'door, judgement, history, Redis and PostgreSQL together')
  return result
}

/** The same flood at a door that only appends, on the same Redis and in the same run. Readings a second. */
export async function bareDoor(redisUrl: string, speakers: readonly Speaker[], { runs, ...run }: Flood): Promise<number> {
  const child = fork(new URL('./bareDoor.ts', import.meta.url), [], { execArgv: ['--import', 'tsx'], env: { ...process.env, BENCH_REDIS_URL: redisUrl }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const load = new LoadProcess()
  try {
    const { port } = await new Promise<{ port: number }>((resolve) => child.once('message', (message) => resolve(message as { port: number })))
    await load.open(port, speakers)
    const rates: number[] = []
    for (let n = 0; n < runs; n += 1) {
      const { readings, seconds } = await load.run(run)
      rates.push(readings / seconds)
    }
    return median(rates)
  } finally {
    load.stop()
    child.kill('SIGKILL')
  }
}
