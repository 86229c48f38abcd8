/** The partitions that fall to one of the live workers: every partition to exactly one, evenly. */
export function partitionsFor(worker: string, live: readonly string[], partitions: number): Set<number> {
  const sorted = [...live].sort()
  const place = sorted.indexOf(worker)
  const mine = new Set<number>()
  if (place < 0) return mine
  for (let partition = place; partition < partitions; partition += sorted.length) mine.add(partition)
  return mine
}
