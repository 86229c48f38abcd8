import pg from 'pg'

export type Pool = pg.Pool
export type Client = pg.PoolClient
/** A pool or a client inside a transaction: whatever can run a query. */
export type Queryable = Pick<pg.Pool, 'query'>

// bigint columns (sequence numbers, counts) stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

export function createPool(databaseUrl: string, options: { max?: number; name: string }): Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.max ?? 10,
    // Statements sent without waiting for the one before are answered in order: several cost one exchange.
    pipeline: true,
    application_name: `mingjian-${options.name}`,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  })
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  return pool
}

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export function transaction<T>(pool: Pool, work: (client: Client) => Promise<T>, mode = ''): Promise<T> {
  return steppedTransaction(pool, async (client, commit) => {
    const result = await work(client)
    await commit()
    return result
  }, mode)
}

/**
 * The same where `work` commits by itself: it may send several statements, the commit right behind the last of them,
 * and wait for all their answers at once. Nothing has happened unless `commit` resolves.
 */
export async function steppedTransaction<T>(pool: Pool, work: (client: Client, commit: () => Promise<void>) => Promise<T>, mode = ''): Promise<T> {
  const client = await pool.connect()
  // Between checkout and release a dying server reports here as well as through the failing query.
  const ignore = (): void => undefined
  client.on('error', ignore)
  let broken: Error | undefined
  const begun = client.query(`BEGIN ${mode}`)
  begun.catch(ignore)
  try {
    const result = await work(client, () => commit(client))
    await begun
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((rollback: unknown) => { broken = rollback as Error })
    throw error
  } finally {
    client.off('error', ignore)
    client.release(broken)
  }
}

/** After a statement that failed, PostgreSQL answers a commit by rolling back, and calls that no error. */
async function commit(client: Client): Promise<void> {
  const { command } = await client.query('COMMIT')
  if (command !== 'COMMIT') throw new Error('a statement of the transaction failed, so that it was rolled back')
}
