const delimiters = [',', ';', '\t'] as const
export type Delimiter = (typeof delimiters)[number]

/** The delimiter that parts the heading into the most cells. */
export function delimiterOf(heading: string): Delimiter {
  return delimiters.reduce((best, one) => (heading.split(one).length > heading.split(best).length ? one : best))
}

/**
 * Parts one line into its cells; null where a quote is not closed. A recording has no line breaks within cells, so a
 * broken quote spoils its own line and nothing after it.
 */
export function splitCells(line: string, delimiter: Delimiter): string[] | null {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim())
  const cells: string[] = []
  let at = 0
  while (at <= line.length) {
    while (line[at] === ' ') at += 1
    if (line[at] !== '"') {
      const end = line.indexOf(delimiter, at)
      const stop = end < 0 ? line.length : end
      cells.push(line.slice(at, stop).trim())
      at = stop + 1
      continue
    }
    const quoted = /^"((?:[^"]|"")*)"\s*/.exec(line.slice(at))
    if (!quoted) return null
    const after = at + quoted[0].length
    if (after < line.length && line[after] !== delimiter) return null
    cells.push((quoted[1] ?? '').replaceAll('""', '"').trim())
    at = after + 1
  }
  return cells
}
