import type { Severity } from '../../domain/severity.ts'

/** The tokens a chart needs, as values: builders take them as an argument and never touch the page. */
export interface ChartTheme {
  text1: string
  text2: string
  text3: string
  surface: string
  hairline: string
  hairlineStrong: string
  accent: string
  calm: string
  severity: Record<Severity, string>
  land: string
  border: string
  lift: string
  unit: string
  font: string
  /** Pixels of one design pixel: 1 at 1920×1080, 2 on a 4K wall. */
  scale: number
}

export function readTheme(root: HTMLElement = document.documentElement): ChartTheme {
  const style = getComputedStyle(root)
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    text1: token('text-1'),
    text2: token('text-2'),
    text3: token('text-3'),
    surface: token('surface-1'),
    hairline: token('hairline'),
    hairlineStrong: token('hairline-strong'),
    accent: token('accent'),
    calm: token('calm'),
    severity: { critical: token('critical'), major: token('major'), minor: token('minor'), info: token('info') },
    land: token('map-land'),
    border: token('map-border'),
    lift: token('map-lift'),
    unit: token('map-unit'),
    font: token('font'),
    scale: Number.parseFloat(style.fontSize) / 16 || 1,
  }
}
