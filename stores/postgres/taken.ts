import type { Queryable } from './pool.ts'

/** What takes entries over from Redis into PostgreSQL. */
export type Consumer = 'archive' | 'verdicts'

export class TakenElsewhere extends Error {
  override name = 'TakenElsewhere'
}

/** The last stream entry of the partition that the consumer has taken over; "0-0" before the first. */
export async function readTaken(db: Queryable, consumer: Consumer, partition: number): Promise<string> {
  const { rows } = await db.query<{ last_id: string }>('SELECT last_id FROM taken WHERE consumer = $1 AND partition = $2', [consumer, partition])
  return rows[0]?.last_id ?? '0-0'
}

/**
 * Moves the position on, in the same transaction as what was taken. Throws where another worker has moved it since:
 * then nothing of this transaction may stay.
 */
export async function moveTaken(client: Queryable, consumer: Consumer, partition: number, from: string, to: string): Promise<void> {
  const { rowCount } = await client.query({
    name: 'move-taken',
    text: `INSERT INTO taken (consumer, partition, last_id) VALUES ($1, $2, $4)
      ON CONFLICT (consumer, partition) DO UPDATE SET last_id = $4 WHERE taken.last_id = $3`,
    values: [consumer, partition, from, to],
  })
  if (rowCount !== 1) throw new TakenElsewhere(`${consumer} of partition ${partition} was moved on by another worker`)
}
