/** How a span of time is cut into buckets. Times are epoch milliseconds, widths milliseconds. */
export interface BucketPlan {
  /** Start of the first bucket; not after `from`. */
  readonly origin: number
  readonly width: number
  /** The coarsest summary that fits whole into the buckets. */
  readonly resolution: 'full' | 'minute' | 'hour'
}

const UNITS = [['hour', 3_600_000], ['minute', 60_000]] as const

/**
 * The finest plan with at most `points` buckets over [from, to). Where buckets are at least an hour (or a minute) wide,
 * they begin and end on whole hours (minutes), so that no summary straddles two of them.
 */
export function planBuckets(from: number, to: number, points: number): BucketPlan {
  const wanted = Math.max(1, Math.ceil((to - from) / points))
  for (const [resolution, unit] of UNITS) {
    if (wanted < unit) continue
    const origin = Math.floor(from / unit) * unit
    return { origin, width: Math.ceil((to - origin) / points / unit) * unit, resolution }
  }
  return { origin: from, width: wanted, resolution: 'full' }
}

/** Half-open spans of time, epoch milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
}

const HOUR_MS = 3_600_000

/**
 * The parts of [from, to) that only the readings themselves can tell of: what of it is no whole hour, and the hours
 * whose summaries are behind. In order, touching ones joined.
 */
export function unsummarised(from: number, to: number, due: readonly number[]): Span[] {
  const firstWhole = Math.ceil(from / HOUR_MS) * HOUR_MS
  const lastWhole = Math.floor(to / HOUR_MS) * HOUR_MS
  if (firstWhole >= lastWhole) return [{ from, to }]
  const spans: Span[] = [{ from, to: firstWhole }]
  for (const hour of due.filter((each) => each >= firstWhole && each < lastWhole).sort((a, b) => a - b)) {
    spans.push({ from: hour, to: hour + HOUR_MS })
  }
  spans.push({ from: lastWhole, to })
  return joined(spans.filter((span) => span.from < span.to))
}

function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans) {
    const last = result.at(-1)
    if (last && last.to >= span.from) result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else result.push(span)
  }
  return result
}
