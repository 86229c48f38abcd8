import type { Queryable } from './pool.ts'

/** What takes entries over from Redis into PostgreSQL. */
export type Consumer = 'archive' | 'verdicts'

export interface Move {
  readonly partition: number
  readonly from: string
  readonly to: string
}

export class TakenElsewhere extends Error {
  override name = 'TakenElsewhere'
}

/** The last stream entry of each partition that the consumer has taken over; "0-0" before the first. */
export async function readTaken(db: Queryable, consumer: Consumer, partitions: readonly number[]): Promise<Map<number, string>> {
  await db.query(`INSERT INTO taken (consumer, partition, last_id) SELECT $1, p, '0-0' FROM unnest($2::int[]) AS p ON CONFLICT DO NOTHING`, [consumer, partitions])
  const { rows } = await db.query<{ partition: number; last_id: string }>('SELECT partition, last_id FROM taken WHERE consumer = $1 AND partition = ANY($2)', [consumer, partitions])
  return new Map(rows.map((row) => [row.partition, row.last_id]))
}

/**
 * Moves the positions on, in the same transaction as what was taken. Throws where another worker has moved one since:
 * then nothing of this transaction may stay.
 */
export async function moveTaken(client: Queryable, consumer: Consumer, moves: readonly Move[]): Promise<void> {
  const { rowCount } = await client.query({
    name: 'move-taken',
    text: `UPDATE taken SET last_id = m.onto FROM unnest($2::int[], $3::text[], $4::text[]) AS m (partition, since, onto)
      WHERE taken.consumer = $1 AND taken.partition = m.partition AND taken.last_id = m.since`,
    values: [consumer, moves.map((m) => m.partition), moves.map((m) => m.from), moves.map((m) => m.to)],
  })
  if (rowCount !== moves.length) throw new TakenElsewhere(`${consumer}: a partition was moved on by another worker`)
}
