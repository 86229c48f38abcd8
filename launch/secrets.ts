import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** The password kept under this name in the folder of secrets, made at its first use and readable by its owner only. */
export function keptSecret(folder: string, name: string): string {
  const file = path.join(folder, name)
  const kept = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : ''
  if (kept !== '') return kept
  const made = randomBytes(24).toString('base64url')
  fs.writeFileSync(`${file}.new`, made, { mode: 0o600, flush: true })
  fs.renameSync(`${file}.new`, file)
  return made
}
