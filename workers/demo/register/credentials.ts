import { createHash, createHmac, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE = 'demo-devices'

/** The credentials of the demo devices: each follows from one secret of this installation and the device's id. */
export class Credentials {
  readonly #secret: string

  constructor(secret: string) {
    this.#secret = secret
  }

  tokenOf(device: string): string {
    return createHmac('sha256', this.#secret).update(device).digest('base64url')
  }

  /** What the register keeps of it. */
  hashOf(device: string): Buffer {
    return createHash('sha256').update(this.tokenOf(device)).digest()
  }
}

/** The secret of this data folder, made at its first use and readable by its owner only. */
export function keptCredentials(dataDir: string): Credentials {
  const folder = join(dataDir, 'secrets')
  const file = join(folder, FILE)
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  if (kept !== '') return new Credentials(kept)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const made = randomBytes(32).toString('base64url')
  writeFileSync(`${file}.new`, made, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
  return new Credentials(made)
}
