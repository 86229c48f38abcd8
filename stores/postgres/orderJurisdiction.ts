import { SEEN_BY_UNIT } from '../../domain/order/transitions.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'

/** What of `rectification_order o` lies in the jurisdiction; a unit sees its own from `assigned` on. */
export function orderJurisdictionSql(jurisdiction: Jurisdiction, params: unknown[]): string {
  const within = jurisdictionSql(jurisdiction, { unit: 'o.unit_id', district: 'o.district' }, params)
  if (jurisdiction.scope !== 'unit') return within
  params.push(SEEN_BY_UNIT)
  return `${within} AND o.state = ANY($${params.length}::text[])`
}
