import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { projectRoot } from '../nodeChild.ts'
import type { Stage, Step } from './steps.ts'
import { tallyOfExit, tallyOfReport, type Tally } from './tally.ts'

/** A step that has run. */
export interface Outcome {
  step: Step
  seconds: number
  tally: Tally
}

/**
 * Runs the steps of a stage side by side, in their order. One that stands alone says at once what it has to say; each of
 * several says it when it has ended, so that no two mix their lines.
 */
export async function runStage(stage: Stage, rest: string[], say: (text: string) => void): Promise<Outcome[]> {
  const alone = stage.length === 1
  const waiting = [...stage]
  const outcomes: Outcome[] = []
  const lane = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (alone) say(`\n── ${step.name}\n`)
      const began = Date.now()
      const { tally, said } = await run(step, rest, alone)
      if (!alone) say(`\n── ${step.name}\n${said}`)
      outcomes.push({ step, seconds: (Date.now() - began) / 1000, tally })
    }
  }
  await Promise.all(Array.from({ length: os.availableParallelism() }, lane))
  return outcomes
}

async function run(step: Step, rest: string[], aloud: boolean): Promise<{ tally: Tally; said: string }> {
  if (step.kind === 'static') {
    const { ok, said } = await finished(step.args, aloud)
    return { tally: tallyOfExit(ok), said }
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingjian-report-'))
  const file = path.join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const { ok, said } = await finished([...step.args, ...reporters, ...rest], aloud)
    return { tally: tallyOfReport(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null, ok), said }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function finished(args: string[], aloud: boolean): Promise<{ ok: boolean; said: string }> {
  const out = aloud ? 'inherit' : 'pipe'
  const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', out, out] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said += text))
  return new Promise((done) => {
    child.once('error', (error) => done({ ok: false, said: `${said}${error.message}\n` }))
    child.once('close', (code) => done({ ok: code === 0, said }))
  })
}
