import { SEVERITIES, type Severity } from '../../domain/severity.ts'
import type { DistrictStats, KindStats } from '../../domain/stats.ts'
import { perThousand } from '../format/number.ts'

export interface RankRow {
  key: string
  name: string
  units: number
  open: Record<Severity, number>
  count: number
  /** Open alerts per 1,000 units. */
  rate: number
}

export const countOf = (open: Record<Severity, number>): number => SEVERITIES.reduce((sum, severity) => sum + open[severity], 0)

/** Busiest first, by alerts per 1,000 units; among equals by count, then by key, so that rows do not dance. */
export function rank(rows: readonly { key: string; name: string; units: number; open: Record<Severity, number> }[]): RankRow[] {
  return rows
    .map((row) => {
      const count = countOf(row.open)
      return { ...row, count, rate: perThousand(count, row.units) }
    })
    .sort((a, b) => b.rate - a.rate || b.count - a.count || (a.key < b.key ? -1 : 1))
}

export const rankDistricts = (stats: readonly DistrictStats[], nameOf: (adcode: string) => string): RankRow[] =>
  rank(stats.map((d) => ({ key: d.district, name: nameOf(d.district), units: d.units, open: d.open })))

export const rankKinds = (stats: readonly KindStats[], nameOf: (kind: string) => string): RankRow[] =>
  rank(stats.map((k) => ({ key: k.kind, name: nameOf(k.kind), units: k.units, open: k.open })))
