import { UNIT_KINDS, type UnitKind } from '../../domain/unit.ts'
import type { UnitPoints } from '../../domain/stats.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import type { Queryable } from './pool.ts'

type Row = [id: string, name: string, lng: number, lat: number, kind: UnitKind, district: string, instrumented: boolean]

/** Every unit in the jurisdiction as columns, by id. */
export async function readUnitPoints(db: Queryable, jurisdiction: Jurisdiction): Promise<UnitPoints> {
  const params: unknown[] = []
  const within = jurisdictionSql(jurisdiction, { unit: 'u.id', district: 'u.district' }, params)
  const rows = await readRows(db, within, params)
  return {
    ids: rows.map(([id]) => id),
    names: rows.map(([, name]) => name),
    lng: rows.map(([, , lng]) => lng),
    lat: rows.map(([, , , lat]) => lat),
    kind: rows.map(([, , , , kind]) => UNIT_KINDS.indexOf(kind)),
    district: rows.map(([, , , , , district]) => district),
    instrumented: rows.map(([, , , , , , instrumented]) => (instrumented ? 1 : 0)),
  }
}

async function readRows(db: Queryable, within: string, params: unknown[]): Promise<Row[]> {
  const { rows } = await db.query({
    text: `SELECT u.id, u.name, u.lng, u.lat, u.kind, u.district, d.unit IS NOT NULL
      FROM unit u LEFT JOIN (SELECT DISTINCT unit FROM device) d ON d.unit = u.id WHERE ${within} ORDER BY u.id`,
    values: params,
    rowMode: 'array',
  })
  return rows as unknown as Row[]
}
