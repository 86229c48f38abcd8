import { beijingDay } from '../../domain/workingDays.ts'

const OFFSET_MS = 8 * 3_600_000

/** 2026年11月25日, in Beijing. */
export function dayText(at: number): string {
  const [year, month, day] = beijingDay(at).split('-').map(Number)
  return `${year}年${month}月${day}日`
}

/** 2026年11月25日 14:05, in Beijing. */
export function momentText(at: number): string {
  return `${dayText(at)} ${new Date(at + OFFSET_MS).toISOString().slice(11, 16)}`
}

/** 11-25 14:05:09, in Beijing: for a table whose year stands elsewhere. */
export function stampText(at: number): string {
  return new Date(at + OFFSET_MS).toISOString().slice(5, 19).replace('T', ' ')
}

/** By when, in Beijing: the end of a day is called that. */
export function deadlineText(at: number): string {
  const clock = new Date(at + OFFSET_MS).toISOString().slice(11, 19)
  return clock === '23:59:59' ? `${dayText(at)}24时` : momentText(at)
}
