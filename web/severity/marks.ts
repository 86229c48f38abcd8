import { SEVERITIES, type Severity } from '../../domain/severity.ts'

/** Worst first, as people want to see them. */
export const WORST_FIRST: readonly Severity[] = [...SEVERITIES].reverse()

/** The outline of each severity's mark in a box of 16 × 16: ◆ ▲ ● ○. Shape and word tell it without colour. */
export const MARK_PATHS: Record<Severity, string> = {
  critical: 'M8 0.6 15.4 8 8 15.4 0.6 8Z',
  major: 'M8 1.4 15.6 14.6H0.4Z',
  minor: 'M8 2.2A5.8 5.8 0 1 1 8 13.8A5.8 5.8 0 1 1 8 2.2Z',
  info: 'M8 2A6 6 0 1 1 8 14A6 6 0 1 1 8 2ZM8 4.6A3.4 3.4 0 1 0 8 11.4A3.4 3.4 0 1 0 8 4.6Z',
}
