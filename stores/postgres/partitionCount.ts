import type { Pool } from './pool.ts'

/**
 * Keeps the number of partitions of the first start, and refuses another: with it every device would change its
 * partition and leave its state behind.
 */
export async function requirePartitionCount(db: Pool, partitions: number): Promise<void> {
  await db.query(`INSERT INTO setting (key, value) VALUES ('partitions', $1) ON CONFLICT DO NOTHING`, [String(partitions)])
  const { rows: [kept] } = await db.query<{ value: string }>(`SELECT value FROM setting WHERE key = 'partitions'`)
  if (kept && Number(kept.value) !== partitions) {
    throw new Error(`PARTITIONS is ${partitions}, but this data was started with ${kept.value}: set PARTITIONS=${kept.value}`)
  }
}
