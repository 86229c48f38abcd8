import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { LaunchFailure } from '../failure.ts'
import { projectRoot } from '../nodeChild.ts'
import { findOrInstall } from '../packageManager.ts'
import { chromiumProgram, redisProgram } from '../programs.ts'
import { allSteps, groups, type Group, type Step } from './steps.ts'
import { add, tallyLine, tallyOfExit, tallyOfReport, type Tally } from './tally.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Runs all steps, or those of one group; what follows the group's name goes on to vitest. */
async function main(): Promise<void> {
  const [wanted, ...rest] = process.argv.slice(2)
  const group = groups.find((name) => name === wanted)
  if (wanted !== undefined && group === undefined)
    throw new LaunchFailure(`There is no group of tests ${wanted}: choose one of ${groups.join(', ')}`)
  await installPrograms(group)
  let total: Tally = { passed: 0, failed: 0, skipped: 0 }
  const times: string[] = []
  for (const step of allSteps().filter((each) => group === undefined || each.group === group)) {
    const began = Date.now()
    say(`\n── ${step.name}`)
    const tally = await run(step, rest)
    total = add(total, tally)
    times.push(`${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s  ${step.name}: ${tallyLine(tally)}`)
  }
  say(`\n${times.join('\n')}\n${tallyLine(total)}`)
  process.exitCode = total.failed === 0 ? 0 : 1
}

/** What the tests need of the system; the static steps and unit tests need nothing. */
async function installPrograms(group: Group | undefined): Promise<void> {
  if (group === undefined || group === 'integration' || group === 'browser') await findOrInstall(redisProgram, say)
  if (group === undefined || group === 'browser') await findOrInstall(chromiumProgram, say)
}

async function run(step: Step, rest: string[]): Promise<Tally> {
  if (step.kind === 'static') return tallyOfExit(await succeeds(step.args))
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingjian-report-'))
  const file = path.join(folder, 'report.json')
  try {
    const ok = await succeeds([
      ...step.args,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...rest,
    ])
    return tallyOfReport(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null, ok)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function succeeds(args: string[]): Promise<boolean> {
  const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((done) => {
    child.once('error', () => done(false))
    child.once('close', (code) => done(code === 0))
  })
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof LaunchFailure ? error.message : String(error)}\n`)
  say(tallyLine({ passed: 0, failed: 1, skipped: 0 }))
  process.exitCode = 1
})
