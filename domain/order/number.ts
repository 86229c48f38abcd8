import { beijingDay } from '../workingDays.ts'

/** An office that issues orders, each year from number 1. */
export interface Office {
  readonly id: string
  readonly name: string
  /** What stands before the year: 衡市监责改. */
  readonly prefix: string
  /** It issues for these districts; the one that names none issues for all that no other names. */
  readonly districts: readonly string[]
}

/** The office that issues orders to units of a district. */
export function officeFor(offices: readonly Office[], district: string | null): Office | null {
  return offices.find((office) => district !== null && office.districts.includes(district)) ?? offices.find((office) => office.districts.length === 0) ?? null
}

/** The year in Beijing whose serial an order issued at this instant takes. */
export function serialYear(at: number): number {
  return Number(beijingDay(at).slice(0, 4))
}

/** 衡市监责改〔2026〕12号 */
export function orderNumber(office: Office, year: number, serial: number): string {
  return `${office.prefix}〔${year}〕${serial}号`
}
