import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** Parts of a data folder that belong together: a cluster opens by its password only. */
const KEPT = ['postgres', 'secrets/postgres']

/** A folder for the data of one test. */
export function temporaryDataDir(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'mingjian-data-'))
}

/** One that holds PostgreSQL with our tables already, where the run of tests has made a template of it. */
export function filledDataDir(): string {
  const dataDir = temporaryDataDir()
  const template = process.env.STORES_TEMPLATE
  if (template === undefined) return dataDir
  fs.mkdirSync(path.join(dataDir, 'secrets'), { mode: 0o700 })
  // Node's own copying does not keep the owner, which PostgreSQL insists on.
  for (const part of KEPT) execFileSync('cp', ['-a', path.join(template, part), path.join(dataDir, part)])
  return dataDir
}
