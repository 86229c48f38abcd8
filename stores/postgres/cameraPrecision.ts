import type { CameraPrecision, PrecisionBar } from '../../domain/cameraPrecision.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { Conditions, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

/** Adds a review to those of the camera about this kind, within the transaction of the review itself. */
export async function addReview(client: Queryable, device: string, type: string, right: boolean, bar: PrecisionBar, at: number): Promise<void> {
  await client.query(
    `INSERT INTO camera_precision AS p (device_id, type, outcomes, updated_at) VALUES ($1, $2, ARRAY[$3::boolean], $4)
     ON CONFLICT (device_id, type) DO UPDATE SET updated_at = excluded.updated_at,
       outcomes = (p.outcomes || excluded.outcomes)[greatest(1, cardinality(p.outcomes) + 2 - $5::int):]`,
    [device, type, right, new Date(at), bar.over])
}

const DISTRUSTED = (atLeast: string, below: string): string => `(p.reviewed >= ${atLeast} AND p.confirmed < ${below}::float8 * p.reviewed)`

/** The kinds that cameras are not believed about, by camera. */
export async function distrustedCameras(db: Queryable, bar: PrecisionBar): Promise<Map<string, Set<string>>> {
  const { rows } = await db.query<{ device_id: string; type: string }>(
    `SELECT p.device_id, p.type FROM camera_precision p WHERE ${DISTRUSTED('$1', '$2')}`, [bar.atLeast, bar.below])
  const cameras = new Map<string, Set<string>>()
  for (const { device_id, type } of rows) cameras.set(device_id, (cameras.get(device_id) ?? new Set<string>()).add(type))
  return cameras
}

export interface PrecisionFilter {
  readonly device?: string
  readonly unit?: string
  readonly type?: string
  readonly trusted?: boolean
}

interface PrecisionRow {
  device_id: string
  place: string | null
  unit_id: string | null
  unit_name: string | null
  district: string | null
  type: string
  reviewed: number
  confirmed: number
  trusted: boolean
  updated_at: Date
}

/** What reviews say of the cameras, the latest reviewed first. */
export async function listPrecision(db: Queryable, jurisdiction: Jurisdiction, bar: PrecisionBar, filter: PrecisionFilter, request: PageRequest): Promise<Page<CameraPrecision>> {
  const conditions = new Conditions()
  conditions.params.push(bar.atLeast, bar.below)
  // Names both values wherever the list asks for either.
  const distrusted = DISTRUSTED('$1::int', '$2')
  conditions.raw(jurisdictionSql(jurisdiction, { unit: 'u.id', district: 'u.district' }, conditions.params))
  if (filter.device) conditions.where('p.device_id = ?', filter.device)
  if (filter.unit) conditions.where('u.id = ?', filter.unit)
  if (filter.type) conditions.where('p.type = ?', filter.type)
  if (filter.trusted !== undefined) conditions.raw(filter.trusted ? `NOT ${distrusted}` : distrusted)
  const listing = {
    columns: `p.device_id, v.place, u.id AS unit_id, u.name AS unit_name, u.district, p.type, p.reviewed, p.confirmed, NOT ${distrusted} AS trusted, p.updated_at`,
    from: 'camera_precision p LEFT JOIN device v ON v.id = p.device_id LEFT JOIN unit u ON u.id = v.unit',
    time: 'p.updated_at', id: "(p.device_id || E'\\n' || p.type)",
  }
  const { items, next } = await readPage<PrecisionRow>(db, listing, conditions, request)
  return { items: items.map(present), next }
}

function present(row: PrecisionRow): CameraPrecision {
  return {
    deviceId: row.device_id, place: row.place, unitId: row.unit_id, unitName: row.unit_name, district: row.district, type: row.type,
    reviewed: row.reviewed, confirmed: row.confirmed, precision: row.confirmed / row.reviewed, trusted: row.trusted, updatedAt: row.updated_at.toISOString(),
  }
}
