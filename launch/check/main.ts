import { LaunchFailure } from '../failure.ts'
import { findOrInstall } from '../packageManager.ts'
import { chromiumProgram, redisProgram } from '../programs.ts'
import { runStage, type Outcome } from './run.ts'
import { groups, stagesOf, type Group } from './steps.ts'
import { add, tallyLine } from './tally.ts'

const write = (text: string) => void process.stdout.write(text)
const say = (line: string) => write(`${line}\n`)

/** Runs all steps, or those of one group; what follows the group's name goes on to vitest. */
async function main(): Promise<void> {
  const [wanted, ...rest] = process.argv.slice(2)
  const group = groups.find((name) => name === wanted)
  if (wanted !== undefined && group === undefined)
    throw new LaunchFailure(`There is no group of tests ${wanted}: choose one of ${groups.join(', ')}`)
  await installPrograms(group)
  const outcomes: Outcome[] = []
  for (const stage of stagesOf(group)) outcomes.push(...(await runStage(stage, rest, write)))
  const total = outcomes.map(({ tally }) => tally).reduce(add)
  for (const { step, seconds, tally } of outcomes) say(`${seconds.toFixed(1).padStart(7)} s  ${step.name}: ${tallyLine(tally)}`)
  say(tallyLine(total))
  process.exitCode = total.failed === 0 ? 0 : 1
}

/** What the tests need of the system; the static steps and unit tests need nothing. */
async function installPrograms(group: Group | undefined): Promise<void> {
  if (group === undefined || group === 'integration' || group === 'browser') await findOrInstall(redisProgram, say)
  if (group === undefined || group === 'browser') await findOrInstall(chromiumProgram, say)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof LaunchFailure ? error.message : String(error)}\n`)
  say(tallyLine({ passed: 0, failed: 1, skipped: 0 }))
  process.exitCode = 1
})
