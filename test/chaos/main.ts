import { parseArgs } from 'node:util'
import { chaos, type ChaosResult } from './run.ts'

const SHOWN = 20

/** `npm run chaos`: exit code 1 where anything was lost or doubled, or a killed process came back too late. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { kills: { type: 'string', default: '48' }, seed: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed)
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  say(`Kills every process of the system under load; seed ${seed}`)
  const result = await chaos({ kills: Number(values.kills), seed, devices: 60, senders: 3, rhythmMs: 1_500, gapMs: 6_500, say })
  process.stdout.write(`${table(result, seed)}\n`)
  if (values.json) process.stdout.write(`${JSON.stringify(jsonOf(result, seed))}\n`)
  process.exit(result.lost.length + result.doubled.length + result.slow.length === 0 ? 0 : 1)
}

function jsonOf(result: ChaosResult, seed: number): object {
  return {
    faults: result.faults.length, sent: result.sent, acknowledged: result.acknowledged, alerted: result.alerted, lost: result.lost.length,
    doubled: result.doubled.length, planned: result.planned, ordered: result.ordered, repeats: result.repeats, slow: result.slow.length,
    resumes: result.resumes, resets: result.resets, seconds: Math.round(result.seconds), seed,
  }
}

function table(result: ChaosResult, seed: number): string {
  const roles = [...new Set(result.faults.map(({ role }) => role))].sort()
  const back = roles.map((role) => {
    const times = result.faults.filter((kill) => kill.role === role).map(({ backMs }) => backMs)
    return `  ${role.padEnd(10)} ${String(times.length).padStart(3)} kills, running again after at most ${Math.max(...times)} ms`
  })
  const rows: [string, number | string][] = [
    ['processes killed', result.faults.length],
    ['readings sent', result.sent],
    ['readings acknowledged', result.acknowledged],
    ['messages sent more than once', result.repeats],
    ['alerts planned by the senders', result.planned],
    ['alerts there, once, as planned', result.alerted],
    ['orders there, once an alert', result.ordered],
    ['live subscriber resumed', `${result.resumes} times, told reset ${result.resets} times`],
    ['lost', result.lost.length],
    ['doubled', result.doubled.length],
    ['back later than 5 s', result.slow.length],
    ['seed, seconds', `${seed}, ${Math.round(result.seconds)}`],
  ]
  const found = [...result.lost.map((line) => `lost: ${line}`), ...result.doubled.map((line) => `doubled: ${line}`)]
  const more = found.length > SHOWN ? [`… and ${found.length - SHOWN} more`] : []
  return [...rows.map(([name, value]) => `${name.padEnd(32)} ${value}`), ...back, ...found.slice(0, SHOWN), ...more].join('\n')
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`)
  process.exit(1)
})
