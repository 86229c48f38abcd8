import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { Environment } from './environment.ts'

const FILE = path.join('secrets', 'channels')

/**
 * The key, 32 bytes, under which secrets lie in the database: of `MINGJIAN_SECRET_KEY` where that is set, which all machines
 * of one platform must share; else of a file under DATA_DIR that whoever starts first makes, readable by its owner only.
 */
export function secretKey({ secretKey: given, dataDir }: Pick<Environment, 'secretKey' | 'dataDir'>): Buffer {
  return createHash('sha256').update(given ?? keptKey(path.join(dataDir, FILE))).digest()
}

/** Of several processes that make the file at once one succeeds, and all read the same. */
function keptKey(file: string): string {
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    const own = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`
    fs.writeFileSync(own, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
    try {
      fs.linkSync(own, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      fs.rmSync(own)
    }
  }
  const kept = fs.readFileSync(file, 'utf8').trim()
  if (kept === '') throw new Error(`${file} is empty: put the key of the secrets back, or remove the file and set the secrets of the channels again`)
  return kept
}
