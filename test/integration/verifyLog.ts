import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What `npm run verify-log` says of an exported log or pack, held against an exported log where one is given. */
export async function verifyLog(text: string, log?: string): Promise<{ code: number | null; told: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'verify-log-'))
  try {
    const [file, logFile] = [join(dir, 'file.jsonl'), join(dir, 'log.jsonl')]
    writeFileSync(file, text)
    if (log !== undefined) writeFileSync(logFile, log)
    const child = spawn(process.execPath, ['--import', 'tsx', 'launch/verifyLog/main.ts', file, ...(log === undefined ? [] : ['--log', logFile])])
    let told = ''
    child.stdout.on('data', (part: Buffer) => { told += part.toString() })
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, told }
  } finally {
    rmSync(dir, { recursive: true })
  }
}
