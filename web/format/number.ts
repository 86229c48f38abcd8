const MINUS = '−'

/** Made once for each number of digits: to make one takes far longer than to use it. */
const formats = new Map<number, Intl.NumberFormat>()

function formatOf(digits: number): Intl.NumberFormat {
  const format = formats.get(digits) ?? new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  formats.set(digits, format)
  return format
}

/** Groups thousands and uses the true minus sign: -1234.5 → "−1,234.5". */
export function grouped(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return '—'
  const text = formatOf(digits).format(Math.abs(value))
  return value < 0 && Number(text.replaceAll(',', '')) !== 0 ? MINUS + text : text
}

/** A measured value with at most one decimal, none where it is whole: -7.25 → "−7.3", -12 → "−12". */
export function measured(value: number): string {
  const rounded = Math.round(value * 10) / 10
  return grouped(rounded, Number.isInteger(rounded) ? 0 : 1)
}

/** A share as a percentage with one decimal; "—" where there is nothing to share. */
export function percent(part: number, whole: number): string {
  return whole > 0 ? `${grouped((part / whole) * 100, 1)}%` : '—'
}

/** Per 1,000 with one decimal. */
export function perThousand(part: number, whole: number): number {
  return whole > 0 ? (part / whole) * 1000 : 0
}

/** Change against an earlier figure, in whole per cent; null where the earlier one was zero. */
export function changePercent(now: number, before: number): number | null {
  return before === 0 ? null : Math.round(((now - before) / before) * 100)
}

/** Shortens for axes: 12,500 → "1.3万" in Chinese, "12.5k" in English. */
export function short(value: number, locale: 'zh' | 'en'): string {
  const [step, mark] = locale === 'zh' ? [10_000, '万'] : [1000, 'k']
  if (Math.abs(value) < step) return grouped(value)
  const scaled = Math.round((value / step) * 10) / 10
  return grouped(scaled, Number.isInteger(scaled) ? 0 : 1) + mark
}
