import type { Queryable } from './pool.ts'

/**
 * The office's next number of the year. The row is held until the transaction ends and forgets the number where it
 * fails: no gaps, no repeats.
 */
export async function nextSerial(client: Queryable, office: string, year: number): Promise<number> {
  const { rows: [row] } = await client.query<{ last: number }>(
    `INSERT INTO order_serial (office, year, last) VALUES ($1, $2, 1)
     ON CONFLICT (office, year) DO UPDATE SET last = order_serial.last + 1 RETURNING last`, [office, year])
  if (!row) throw new Error(`office ${office} got no serial for ${year}`)
  return row.last
}
