import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Pool } from './pool.ts'

const FOLDER = new URL('./migrations/', import.meta.url)
/** Any fixed number: processes that start together take turns on it. */
const LOCK = 724_501

/** Brings the database forward to this version's tables. Safe to run from many processes at once. */
export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await client.query('CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())')
    const done = new Set((await client.query<{ name: string }>('SELECT name FROM migration')).rows.map((row) => row.name))
    const files = (await readdir(fileURLToPath(FOLDER))).filter((name) => name.endsWith('.sql')).sort()
    for (const name of files) {
      if (done.has(name)) continue
      const sql = await readFile(new URL(name, FOLDER), 'utf8')
      await client.query(`BEGIN; ${sql}; INSERT INTO migration (name) VALUES ('${name}'); COMMIT`)
    }
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => undefined)
    client.release()
  }
}
