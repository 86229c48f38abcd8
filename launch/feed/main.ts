import { readOptions, usage, UsageError, type FeedOptions } from './options.ts'
import { Progress } from './progress.ts'
import { RecordingError } from './recording.ts'
import { replay } from './replay.ts'
import { Tally } from './tally.ts'

/** Replays one file; exit code 1 where something was not acknowledged. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') return void process.stdout.write(`${usage}\n`)
  process.exitCode = (await run(options)) ? 0 : 1
}

async function run(options: FeedOptions): Promise<boolean> {
  const tally = new Tally(Date.now())
  const progress = new Progress(tally, process.stderr, Date.now())
  progress.start()
  try {
    await replay(options, tally, progress)
  } finally {
    progress.stop()
  }
  for (const [reason, readings] of tally.reasons) process.stderr.write(`${readings} readings not acknowledged: ${reason}\n`)
  process.stdout.write(`${progress.summary(Date.now())}\n`)
  return tally.unacknowledged === 0
}

main().catch((error: unknown) => {
  const known = error instanceof UsageError || error instanceof RecordingError
  process.stderr.write(known ? `${error.message}\n` : `${(error as Error).stack ?? String(error)}\n`)
  process.exitCode = 1
})
