import type { Jurisdiction } from '../../domain/user.ts'

/** SQL expressions that give the unit's id and the district of what is listed. */
export interface JurisdictionColumns {
  readonly unit: string
  readonly district: string
}

/**
 * A condition that holds for exactly what lies in the jurisdiction; its values are appended to `params`. The columns
 * are written into the SQL as they are, so they must never come from outside.
 */
export function jurisdictionSql(jurisdiction: Jurisdiction, columns: JurisdictionColumns, params: unknown[]): string {
  switch (jurisdiction.scope) {
    case 'city':
      return 'TRUE'
    case 'districts':
      params.push(jurisdiction.districts)
      return `${columns.district} = ANY($${params.length}::text[])`
    case 'unit':
      params.push(jurisdiction.unit)
      return `${columns.unit} = $${params.length}`
  }
}
