import type { MetricName } from '../metrics.ts'
import type { Basis } from '../rule.ts'
import type { Severity } from '../severity.ts'
import type { UnitKind } from '../unit.ts'
import type { Result } from './entry.ts'

/** Something to look at on the spot (检查要点). */
export interface ChecklistItem {
  readonly id: string
  readonly section: string
  readonly zh: string
  readonly en: string
  /** A value to be measured, and the range in which it is good; a bound that is absent does not count. */
  readonly reading?: { readonly metric: MetricName; readonly from?: number | undefined; readonly to?: number | undefined } | undefined
  /** Whether a still is wanted with the result. */
  readonly photo: boolean
  /** How grave it is where it is not kept. */
  readonly severity: Severity
  readonly basis: Basis
}

/** What is looked at in units of these kinds. */
export interface Checklist {
  readonly id: string
  readonly zh: string
  readonly en: string
  readonly kinds: readonly UnitKind[]
  /** English names of the sections; an inspection opened before there were any keeps a list without. */
  readonly sections?: Readonly<Record<string, string>> | undefined
  readonly items: readonly ChecklistItem[]
}

/** What a section is called in the language of who reads. */
export function sectionName({ sections }: Pick<Checklist, 'sections'>, section: string, locale: string): string {
  return (locale === 'en' ? sections?.[section] : undefined) ?? section
}

/** Whether a measured value is in the item's range; null where there is none. */
export function inRange(item: ChecklistItem, value: number): boolean | null {
  const { reading } = item
  if (!reading) return null
  return (reading.from === undefined || value >= reading.from) && (reading.to === undefined || value <= reading.to)
}

/** Why the item can't have that result with that value; null where it can. */
export function resultFault(item: ChecklistItem, result: Result, reading: { readonly metric: MetricName; readonly value: number } | undefined): string | null {
  if (!reading) return null
  if (reading.metric !== item.reading?.metric) return item.reading ? `${item.id} is measured as ${item.reading.metric}` : `${item.id} is not measured`
  return result === 'pass' && inRange(item, reading.value) === false ? `${reading.value} is out of the range of ${item.id}: it does not pass` : null
}
