import { transaction, type Pool } from './pool.ts'

/** Dead letters beyond the newest this many go. */
const DEAD_LETTERS_KEPT = 200_000

/**
 * Drops the partitions of readings that are all older than `before` (epoch ms) and were first written before it too:
 * an old recording that was posted lately stays as long as anything else that came lately. Roll-ups stay for ever.
 */
export async function dropOldReadings(db: Pool, before: number): Promise<string[]> {
  const at = new Date(before)
  const { rows } = await db.query<{ name: string }>('SELECT name FROM reading_partition WHERE until < $1 AND written_at < $1 ORDER BY since LIMIT 10', [at])
  for (const { name } of rows) {
    await transaction(db, async (client) => {
      // Hours that still wait to be rolled up keep their readings until they are.
      const { rowCount } = await client.query(
        'SELECT 1 FROM rollup_due d JOIN reading_partition p ON d.hour >= p.since AND d.hour < p.until WHERE p.name = $1 LIMIT 1', [name])
      if (rowCount) return
      await client.query(`DROP TABLE IF EXISTS ${name}`)
      await client.query('DELETE FROM reading_partition WHERE name = $1', [name])
    })
  }
  return rows.map((row) => row.name)
}

export async function pruneDeadLetters(db: Pool): Promise<void> {
  await db.query(
    `DELETE FROM dead_letter WHERE (received_at, id) < (SELECT received_at, id FROM dead_letter ORDER BY received_at DESC, id DESC OFFSET $1 LIMIT 1)`,
    [DEAD_LETTERS_KEPT])
}
