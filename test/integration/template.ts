import fs from 'node:fs'
import { DataFolder } from '../../launch/dataFolder.ts'
import { ProcessRecords } from '../../launch/records.ts'
import { EmbeddedStores } from '../../launch/stores.ts'
import { migrate } from '../../stores/postgres/migrate.ts'
import { createPool } from '../../stores/postgres/pool.ts'
import { temporaryDataDir } from './dataDir.ts'

/**
 * Vitest calls this once, before the first file: it makes a PostgreSQL with our tables, of which every test that needs
 * no first start gets a copy, and names its folder in the environment of the tests.
 */
export default async function makeTemplate(): Promise<() => void> {
  if (process.env.STORES_TEMPLATE !== undefined) return () => undefined
  const folder = new DataFolder(temporaryDataDir())
  process.env.STORES_TEMPLATE = folder.root
  folder.prepare()
  const stores = new EmbeddedStores(folder, new ProcessRecords(folder.run), () => undefined)
  try {
    const { databaseUrl } = await stores.start({ redisUrl: 'none' })
    const pool = createPool(databaseUrl, { name: 'template' })
    await migrate(pool)
    await pool.end()
  } finally {
    await stores.stop()
  }
  return () => fs.rmSync(folder.root, { recursive: true, force: true, maxRetries: 5 })
}
