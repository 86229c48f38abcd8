const two = (n: number): string => String(n).padStart(2, '0')

/** A moment as the browser's field writes it, in Beijing whatever zone the browser is in: "2026-11-25T18:00". */
export function momentOf(at: number): string {
  const d = new Date(at + 8 * 3_600_000)
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}T${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`
}

/** What was written in such a field, as it is sent. */
export const inBeijing = (moment: string): string => `${moment}:00+08:00`
