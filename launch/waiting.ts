import { LaunchFailure } from './failure.ts'

/** Asks again every 50 ms until the answer is true; past `limit` milliseconds it throws `complaint`. */
export async function waitUntil(
  ask: () => Promise<boolean>,
  limit: number,
  complaint: () => string,
  signal?: AbortSignal,
): Promise<void> {
  const until = Date.now() + limit
  while (!(await ask())) {
    signal?.throwIfAborted()
    if (Date.now() > until) throw new LaunchFailure(complaint())
    await new Promise((done) => setTimeout(done, 50))
  }
}
