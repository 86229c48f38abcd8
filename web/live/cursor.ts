/** Cursors are decimal numbers as text, of any length; these compare them without losing digits. */
export function isLater(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length
}

export function earliest(...cursors: string[]): string | undefined {
  return cursors.reduce<string | undefined>((least, cursor) => (least === undefined || isLater(least, cursor) ? cursor : least), undefined)
}
