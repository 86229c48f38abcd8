import type { ChartTheme } from './theme.ts'

/** A theme for tests: each token is named, so that an option shows which one it used. */
export const aTheme: ChartTheme = {
  text1: 'text-1', text2: 'text-2', text3: 'text-3', surface: 'surface', hairline: 'hairline', hairlineStrong: 'hairline-strong',
  accent: 'accent', calm: 'calm', severity: { critical: 'critical', major: 'major', minor: 'minor', info: 'info' },
  land: 'land', border: 'border', lift: 'lift', unit: 'unit', font: 'font', scale: 1,
}
