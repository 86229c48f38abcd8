import { open } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { verifyChain, type Broken } from './chain.ts'
import { LineFault, linesOf } from './lines.ts'
import { strayFrom, verifyPack } from './pack.ts'

const usage = `npm run verify-log -- FILE [--last HASH] [--log FILE]

Proves without the platform that nobody altered
- an exported audit log (GET /api/v1/audit/export): every entry gives its hash and names the hash of the one before. A log
  cut short at its end is whole in itself: note the last hash when you export, and give it with --last;
- an evidence pack of an order (GET /api/v1/orders/{id}/pack): every record and picture gives its hash, and the manifest
  names them all. Whoever alters one may make all hashes anew: with --log and an exported log the pack is also held against
  what the log says of it.
Names the first entry that does not hold.`

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const isBroken = (verdict: { holds: boolean }): verdict is Broken => !verdict.holds

/** Exit code 0 where the file holds, 1 where it does not, 2 where it can't be read. */
async function main(): Promise<number> {
  const { values, positionals: [file] } = parseArgs({
    allowPositionals: true, options: { last: { type: 'string' }, log: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help || file === undefined) {
    say(usage)
    return values.help ? 0 : 2
  }
  // What it is held against says what it is meant to be.
  const pack = values.log !== undefined || (values.last === undefined && (await isPack(file)))
  return pack ? provePack(file, values.log) : proveLog(file, values.last)
}

/** A pack's first line is the order. */
async function isPack(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    return buffer.subarray(0, bytesRead).toString('latin1').startsWith('{"kind":')
  } finally {
    await handle.close()
  }
}

async function proveLog(file: string, wanted: string | undefined): Promise<number> {
  const verdict = await readable('entry', () => verifyChain(linesOf(file)))
  if (isBroken(verdict)) return broken('log', verdict)
  const { entries, first, last } = verdict
  if (wanted !== undefined && wanted.toLowerCase() !== last.hash) {
    say(`The log does not hold: it ends with entry ${entries}, whose hash is ${last.hash}, not the one given: entries are missing`)
    return 1
  }
  say(`The log holds: ${entries} entries, ${first.at} to ${last.at}, last hash ${last.hash}`)
  return 0
}

async function provePack(file: string, log: string | undefined): Promise<number> {
  const pack = await readable('line', () => verifyPack(linesOf(file)))
  if (isBroken(pack)) return broken('pack', pack)
  const told = `${pack.entries} entries, made at ${pack.manifest.madeAt}, manifest ${pack.sha256}`
  if (log === undefined) {
    say(`The pack holds in itself: ${told}. With --log it is held against an exported audit log.`)
    return 0
  }
  const [hashes, packs] = [new Set<string>(), new Set<string>()]
  const chain = await readable('entry', () => verifyChain(linesOf(log), ({ hash, action, detail }) => {
    hashes.add(hash)
    if (action === 'order.pack' && typeof detail['manifest'] === 'string') packs.add(detail['manifest'])
  }))
  if (isBroken(chain)) return broken('log', chain)
  const stray = strayFrom(pack, hashes, packs)
  say(stray ? `The pack does not hold: ${stray}` : `The pack holds, and the log tells of it: ${told}`)
  return stray ? 1 : 0
}

function broken(name: string, { what, line, fault }: Broken): number {
  say(`The ${name} does not hold: ${what} (line ${line}): ${fault}`)
  return 1
}

/** A line that can't be read does not hold either. */
async function readable<T>(what: string, read: () => Promise<T | Broken>): Promise<T | Broken> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof LineFault) return { holds: false, line: error.line, what: `${what} ${error.line}`, fault: error.message }
    throw error
  }
}

main().then(
  (code) => { process.exitCode = code },
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 2
  },
)
