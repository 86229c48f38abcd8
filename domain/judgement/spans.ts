/**
 * Spans of time in breach as one flat list, oldest first: beginning, end, worst value, and again. Successive readings
 * in breach are one span, so a list is as long as there were interruptions, not readings. Only the last may be empty:
 * it is the latest reading, in breach, with nothing counted behind it yet.
 */
type Spans = number[]

/** A reading in breach: goes on with the last span, or begins one. */
export function addReading(spans: Spans, unbroken: boolean, ts: number, value: number, worse: (a: number, b: number) => number): void {
  const last = spans.length - 3
  if (unbroken && last >= 0) {
    spans[last + 1] = ts
    spans[last + 2] = worse(spans[last + 2] ?? value, value)
    return
  }
  dropEmpty(spans)
  spans.push(ts, ts, value)
}

/** Lets the last span go on until `to`. */
export function extend(spans: Spans, to: number): void {
  if (spans.length > 0) spans[spans.length - 2] = to
}

/** The latest reading is in breach no more: if nothing was counted behind it, nothing is to be kept of it. */
export function dropEmpty(spans: Spans): void {
  const last = spans.length - 3
  if (last >= 0 && spans[last] === spans[last + 1]) spans.length = last
}

/** Lets go of what ended before the window. */
export function forget(spans: Spans, edge: number): void {
  let gone = 0
  while (gone < spans.length && (spans[gone + 1] ?? 0) <= edge) gone += 3
  if (gone > 0) spans.splice(0, gone)
}

/** Time in the spans after `edge`. Milliseconds. */
export function timeSince(spans: Spans, edge: number): number {
  let sum = 0
  for (let i = 0; i < spans.length; i += 3) sum += Math.max(0, (spans[i + 1] ?? 0) - Math.max(spans[i] ?? 0, edge))
  return sum
}

export function worstOf(spans: Spans, worse: (a: number, b: number) => number): number | null {
  let worst: number | null = null
  for (let i = 2; i < spans.length; i += 3) {
    const value = spans[i] ?? 0
    worst = worst === null ? value : worse(worst, value)
  }
  return worst
}

/** When the sum over the window comes to `sum`, if the last span goes on from `now`. A `sum` is never longer than the window. */
export function risesTo(spans: Spans, sum: number, now: number, window: number): number {
  // While the window's rear edge crosses a span, as much leaves as comes: the sum grows only while it crosses none.
  let missing = sum - timeSince(spans, now - window)
  let rear = now - window
  for (let i = 0; i < spans.length && missing > 0; i += 3) {
    const free = Math.max(0, (spans[i] ?? 0) - rear)
    if (missing <= free) return rear + missing + window
    missing -= free
    rear = Math.max(rear, spans[i + 1] ?? 0)
  }
  return Math.max(now, rear + Math.max(0, missing) + window)
}

/** The first millisecond at which the sum over the window is below `sum`, if nothing is added from `now` on. */
export function fallsBelow(spans: Spans, sum: number, now: number, window: number): number {
  let after = 0
  for (let i = spans.length - 3; i >= 0; i -= 3) {
    const end = spans[i + 1] ?? 0
    const length = end - (spans[i] ?? 0)
    if (after + length >= sum) return Math.max(now, end - (sum - after) + window + 1)
    after += length
  }
  return now
}
