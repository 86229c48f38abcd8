import type { OpeningHours } from './openingHours.ts'

/** A supervised food business (监管单位). */
export const UNIT_KINDS = [
  'catering', 'canteen', 'central-kitchen', 'group-meal', 'retail', 'market', 'cold-store', 'producer', 'workshop',
] as const
export type UnitKind = (typeof UNIT_KINDS)[number]

export const GRADES = ['A', 'B', 'C', 'D'] as const
export type Grade = (typeof GRADES)[number]

export interface Contact {
  name: string
  phone: string
  role?: string
}

export interface Unit {
  id: string
  name: string
  kind: UnitKind
  /** GB/T 2260 code of the district, six digits. */
  district: string
  /** WGS-84 longitude and latitude, degrees. */
  point: [number, number]
  uscc: string | null
  licence: string | null
  grade: Grade | null
  address: string | null
  contacts: Contact[]
  /** User name of the officer in charge. */
  officer: string | null
  /** Words by which rules gather units across kinds and districts; each once, sorted. */
  tags: string[]
  /** Null where nobody said. */
  openingHours: OpeningHours | null
  createdAt: string
  updatedAt: string
}
