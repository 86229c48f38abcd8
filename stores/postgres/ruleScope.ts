import type { OpeningHours } from '../../domain/openingHours.ts'
import type { Scope } from '../../domain/rule.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { Conditions } from './page.ts'
import type { Queryable } from './pool.ts'

export interface CoveredDevice {
  readonly id: string
  readonly profile: string
  readonly place: string | null
  /** Seconds; null where the register leaves it to the profile. */
  readonly interval: number | null
  readonly unitName: string | null
  /** Of its unit; null where nobody said. */
  readonly hours: OpeningHours | null
}

/** The devices a rule's scope covers, of those in the jurisdiction, and how many there are in all; by id, at most `limit`. */
export async function devicesCovered(
  db: Queryable, scope: Scope, only: readonly string[] | undefined, jurisdiction: Jurisdiction, limit: number,
): Promise<{ devices: CoveredDevice[]; covered: number }> {
  const conditions = new Conditions().raw("d.profile <> 'gateway'")
  conditions.raw(jurisdictionSql(jurisdiction, { unit: 'u.id', district: 'u.district' }, conditions.params))
  if (only) conditions.where('d.id = ANY(?::text[])', only)
  if (scope.deviceIds) conditions.where('d.id = ANY(?::text[])', scope.deviceIds)
  if (scope.profiles) conditions.where('d.profile = ANY(?::text[])', scope.profiles)
  if (scope.unitKinds) conditions.where('u.kind = ANY(?::text[])', scope.unitKinds)
  if (scope.districts) conditions.where('u.district = ANY(?::text[])', scope.districts)
  if (scope.tags) conditions.where('u.tags && ?::text[]', scope.tags)
  const { rows } = await db.query<{ id: string; profile: string; place: string | null; interval_s: number | null; name: string | null; opening_hours: OpeningHours | null; covered: number }>(
    `SELECT d.id, d.profile, d.place, d.interval_s, u.name, u.opening_hours, count(*) OVER () AS covered FROM device d LEFT JOIN unit u ON u.id = d.unit
     WHERE ${conditions.sql} ORDER BY d.id LIMIT ${limit}`, conditions.params)
  return {
    devices: rows.map((row) => ({ id: row.id, profile: row.profile, place: row.place, interval: row.interval_s, unitName: row.name, hours: row.opening_hours })),
    covered: rows[0]?.covered ?? 0,
  }
}
