import type { Contact, Grade, Unit, UnitKind } from '../../domain/unit.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { Conditions, containing, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

interface UnitRow {
  id: string
  name: string
  kind: UnitKind
  district: string
  lng: number
  lat: number
  uscc: string | null
  licence: string | null
  grade: Grade | null
  address: string | null
  contacts: Contact[]
  officer: string | null
  tags: string[]
  opening_hours: Unit['openingHours']
  created_at: Date
  updated_at: Date
}

/** What a person says of a unit; the times are ours. */
export type UnitFields = Omit<Unit, 'createdAt' | 'updatedAt'>

const COLUMNS = 'id, name, kind, district, lng, lat, uscc, licence, grade, address, contacts, officer, tags, opening_hours, created_at, updated_at'
const HERE = { unit: 'id', district: 'district' }

/** Types of the columns as `jsonb_to_recordset` reads them. */
const RECORD = `(id text, name text, kind text, district text, lng double precision, lat double precision, uscc text,
  licence text, grade text, address text, contacts jsonb, officer text, tags text[], opening_hours jsonb)`

/** Units that are there may be changed: which, and what of them. */
export interface Overwrite {
  readonly jurisdiction: Jurisdiction
  /** Names of the fields; `contact` and `phone` are of the first person to call. */
  readonly fields: ReadonlySet<string>
}

/** Where two fields make one column, and where the column has another name. */
const COLUMN_FIELDS: Readonly<Record<string, string>> = { opening_hours: 'openingHours', contacts: 'phone' }
/** Without a name of its own, a number is that of the person there was. */
const NUMBER_ONLY = `CASE WHEN jsonb_array_length(EXCLUDED.contacts) = 0 OR jsonb_array_length(unit.contacts) = 0 THEN EXCLUDED.contacts
  ELSE jsonb_set(unit.contacts, '{0,phone}', EXCLUDED.contacts->0->'phone') END`

/**
 * Inserts many units with one statement. Those whose id is taken stay as they are, unless `overwrite` lets them change.
 * Answers the ids that were written and whether each is new. No id may come twice.
 */
export async function insertUnits(
  client: Queryable, units: readonly UnitFields[], at: number, overwrite: Overwrite | null = null,
): Promise<{ id: string; created: boolean }[]> {
  const rows = units.map(({ point: [lng, lat], openingHours, ...unit }) => ({ ...unit, lng, lat, opening_hours: openingHours }))
  const names = 'id, name, kind, district, lng, lat, uscc, licence, grade, address, contacts, officer, tags, opening_hours'
  const params: unknown[] = [JSON.stringify(rows), new Date(at)]
  const onConflict = overwrite
    ? `UPDATE SET ${replacing(names.split(', ').slice(1), overwrite.fields)}, updated_at = EXCLUDED.updated_at WHERE ${jurisdictionSql(overwrite.jurisdiction, { unit: 'unit.id', district: 'unit.district' }, params)}`
    : 'NOTHING'
  const { rows: written } = await client.query<{ id: string; created: boolean }>(
    `INSERT INTO unit (${names}, created_at, updated_at)
     SELECT ${names}, $2, $2 FROM jsonb_to_recordset($1::jsonb) AS r ${RECORD}
     ON CONFLICT (id) DO ${onConflict} RETURNING id, (xmax = 0) AS created`,
    params,
  )
  return written
}

function replacing(columns: readonly string[], fields: ReadonlySet<string>): string {
  return columns.filter((column) => fields.has(COLUMN_FIELDS[column] ?? column))
    .map((column) => `${column} = ${column === 'contacts' && !fields.has('contact') ? NUMBER_ONLY : `EXCLUDED.${column}`}`).join(', ')
}

export async function insertUnit(client: Queryable, unit: UnitFields, at: number): Promise<boolean> {
  return (await insertUnits(client, [unit], at)).length === 1
}

export async function updateUnit(client: Queryable, unit: UnitFields, at: number): Promise<void> {
  const { point: [lng, lat] } = unit
  await client.query(
    `UPDATE unit SET name = $2, kind = $3, district = $4, lng = $5, lat = $6, uscc = $7, licence = $8, grade = $9,
       address = $10, contacts = $11::jsonb, officer = $12, tags = $13, opening_hours = $14::jsonb, updated_at = $15 WHERE id = $1`,
    [unit.id, unit.name, unit.kind, unit.district, lng, lat, unit.uscc, unit.licence, unit.grade, unit.address,
      JSON.stringify(unit.contacts), unit.officer, unit.tags, unit.openingHours && JSON.stringify(unit.openingHours), new Date(at)],
  )
}

/** The unit, if it lies in the jurisdiction. With `lock`, nobody else changes it until the transaction ends. */
export async function findUnit(db: Queryable, id: string, jurisdiction: Jurisdiction, lock = false): Promise<Unit | null> {
  const params: unknown[] = [id]
  const within = jurisdictionSql(jurisdiction, HERE, params)
  const { rows: [row] } = await db.query<UnitRow>(`SELECT ${COLUMNS} FROM unit WHERE id = $1 AND ${within} ${lock ? 'FOR UPDATE' : ''}`, params)
  return row ? present(row) : null
}

/** Which of the ids are units in the jurisdiction. */
export async function knownUnits(db: Queryable, ids: readonly string[], jurisdiction: Jurisdiction): Promise<Set<string>> {
  const params: unknown[] = [ids]
  const within = jurisdictionSql(jurisdiction, HERE, params)
  const { rows } = await db.query<{ id: string }>(`SELECT id FROM unit WHERE id = ANY($1::text[]) AND ${within}`, params)
  return new Set(rows.map((row) => row.id))
}

export interface UnitFilter {
  readonly district?: string
  readonly kind?: UnitKind
  readonly grade?: Grade
  readonly officer?: string
  readonly tag?: string
  /** Found in the id, the name, the credit code or the licence. */
  readonly q?: string
}

export async function listUnits(db: Queryable, jurisdiction: Jurisdiction, filter: UnitFilter, request: PageRequest): Promise<Page<Unit>> {
  const conditions = new Conditions()
  conditions.raw(jurisdictionSql(jurisdiction, HERE, conditions.params))
  if (filter.district) conditions.where('district = ?', filter.district)
  if (filter.kind) conditions.where('kind = ?', filter.kind)
  if (filter.grade) conditions.where('grade = ?', filter.grade)
  if (filter.officer) conditions.where('officer = ?', filter.officer)
  if (filter.tag) conditions.where('tags @> ARRAY[?::text]', filter.tag)
  if (filter.q) conditions.where('id ILIKE ? OR name ILIKE ? OR uscc ILIKE ? OR licence ILIKE ?', containing(filter.q))
  const { items, next } = await readPage<UnitRow>(db, { columns: COLUMNS, from: 'unit', time: 'created_at', id: 'id' }, conditions, request)
  return { items: items.map(present), next }
}

function present(row: UnitRow): Unit {
  return {
    id: row.id, name: row.name, kind: row.kind, district: row.district, point: [row.lng, row.lat], uscc: row.uscc,
    licence: row.licence, grade: row.grade, address: row.address, contacts: row.contacts, officer: row.officer, tags: row.tags, openingHours: row.opening_hours,
    createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString(),
  }
}
