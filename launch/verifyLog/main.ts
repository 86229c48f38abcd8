import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { verifyLines } from './chain.ts'

const usage = `npm run verify-log -- FILE [--last HASH]

Proves an exported audit log (GET /api/v1/audit/export) without the platform: every entry gives its hash and names the
hash of the one before. Names the first that does not. A log cut short at its end is whole in itself: note the last hash when
you export, and give it with --last.`

/** Exit code 0 where the log holds, 1 where it does not, 2 where it can't be read. */
async function main(): Promise<number> {
  const { values, positionals: [file] } = parseArgs({ allowPositionals: true, options: { last: { type: 'string' }, help: { type: 'boolean', short: 'h' } } })
  if (values.help || file === undefined) {
    process.stdout.write(`${usage}\n`)
    return values.help ? 0 : 2
  }
  const verdict = await verifyLines(createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity }))
  if (!verdict.holds) {
    process.stdout.write(`The log does not hold: entry ${verdict.seq} (line ${verdict.line}): ${verdict.fault}\n`)
    return 1
  }
  const { entries, first, last } = verdict
  if (values.last !== undefined && values.last.toLowerCase() !== last?.hash) {
    process.stdout.write(`The log does not hold: it ends with entry ${entries}, whose hash is ${last?.hash ?? 'none'}, not the one given: entries are missing\n`)
    return 1
  }
  process.stdout.write(`The log holds: ${entries} entries, ${first?.at ?? 'none'} to ${last?.at ?? 'none'}, last hash ${last?.hash ?? 'none'}\n`)
  return 0
}

main().then(
  (code) => { process.exitCode = code },
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 2
  },
)
