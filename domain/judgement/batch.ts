import { endAlert, openAlert, processKind } from './process.ts'

/**
 * A batch is a run of readings above `start`. It passes once the value has been at `reach` or above for `hold`, without
 * a reading below it and without a gap longer than `gap` (else than three intervals). A batch that ends without having
 * passed opens the alert; its value is the highest that was reached. The next batch that passes clears it.
 * `memory` holds [1 in a batch, its first reading, time held or -1, 1 when passed, highest value].
 */
export const batch = processKind('batch', () => [[0, 0, -1, 0, 0]], (fold, rule, { start, reach, hold, gap }, { ts, value, counted, known }, ended) => {
  let [running = 0, since = 0, held = -1, passed = 0, highest = 0] = fold.memory?.[0] ?? []
  if (value > start) {
    if (running === 0) [running, since, held, passed, highest] = [1, ts, -1, 0, value]
    highest = Math.max(highest, value)
    const unbroken = gap === undefined ? known : ts - fold.prev <= gap
    if (value < reach) held = -1
    else held = held < 0 || !unbroken ? 0 : held + (gap === undefined ? counted : ts - fold.prev)
    if (held >= hold) {
      passed = 1
      endAlert(batch, fold, rule, ts, ended)
    }
  } else if (running === 1) {
    running = 0
    if (passed === 0) failed(ts)
  }
  fold.memory = [[running, since, held, passed, highest]]

  function failed(at: number): void {
    if (fold.openedAt === null) openAlert(fold, rule, 0, { breachedAt: since, openedAt: at, lastSeen: at, worst: highest })
    else Object.assign(fold, { lastSeen: at, worst: Math.min(fold.worst, highest) })
  }
})
