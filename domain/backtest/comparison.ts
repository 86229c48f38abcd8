/** A breach as either side tells it; epoch milliseconds. */
export interface Spanned {
  readonly device: string
  readonly breachedAt: number
  /** Null while it goes on. */
  readonly resolvedAt: number | null
}

/** For each of `some`, whether any of `others` is about the same breach: the same device, at an overlapping time. */
export function shared(some: readonly Spanned[], others: readonly Spanned[]): boolean[] {
  const byDevice = new Map<string, Spanned[]>()
  for (const one of others) {
    const list = byDevice.get(one.device)
    if (list) list.push(one)
    else byDevice.set(one.device, [one])
  }
  return some.map((one) => byDevice.get(one.device)?.some((other) => overlap(one, other)) ?? false)
}

function overlap(a: Spanned, b: Spanned): boolean {
  return a.breachedAt <= (b.resolvedAt ?? Infinity) && b.breachedAt <= (a.resolvedAt ?? Infinity)
}
