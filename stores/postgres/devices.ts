import { calibrationOf } from '../../domain/calibration.ts'
import type { Device } from '../../domain/device.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { Conditions, containing, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

interface DeviceRow {
  id: string
  unit: string | null
  profile: string
  place: string | null
  interval_s: number | null
  gateway: string | null
  format: string | null
  source: string | null
  settings: Device['settings']
  calibrated_at: Date | null
  calibration_days: number | null
  devices: string[] | null
  created_at: Date
  updated_at: Date
}

/** A device with, if it is a gateway, the ids of those it speaks for. */
export type DeviceView = Device & { devices?: string[] }
/** What a person says of a device. */
export type DeviceFields = Omit<Device, 'createdAt' | 'updatedAt' | 'calibrationDue'>
/** The credential is kept as its SHA-256 only. */
export type NewDevice = DeviceFields & { readonly tokenHash: Buffer }

const COLUMNS = `d.id, d.unit, d.profile, d.place, d.interval_s, d.gateway, d.format, d.source, d.settings, d.calibrated_at, d.calibration_days, d.created_at, d.updated_at,
  CASE WHEN d.profile = 'gateway' THEN ARRAY(SELECT c.id FROM device c WHERE c.gateway = d.id ORDER BY c.id) END AS devices`
const FROM = 'device d LEFT JOIN unit u ON u.id = d.unit'
const HERE = { unit: 'u.id', district: 'u.district' }
const BEHIND = { unit: 'cu.id', district: 'cu.district' }

/** A gateway without a unit of its own is seen by whoever sees one of the units it serves. */
function within(jurisdiction: Jurisdiction, params: unknown[]): string {
  if (jurisdiction.scope === 'city') return 'TRUE'
  return `(${jurisdictionSql(jurisdiction, HERE, params)} OR (d.unit IS NULL AND EXISTS (
    SELECT 1 FROM device c JOIN unit cu ON cu.id = c.unit WHERE c.gateway = d.id AND ${jurisdictionSql(jurisdiction, BEHIND, params)})))`
}

/** Inserts many devices with one statement; those whose id is taken stay as they are. Answers the ids that are new. */
export async function insertDevices(client: Queryable, devices: readonly NewDevice[], at: number): Promise<Set<string>> {
  const rows = devices.map(({ tokenHash, ...device }) => ({ ...device, token: tokenHash.toString('hex') }))
  const { rows: written } = await client.query<{ id: string }>(
    `INSERT INTO device (id, unit, profile, place, interval_s, gateway, format, source, settings, calibrated_at, calibration_days, token_hash, created_at, updated_at)
     SELECT id, unit, profile, place, "interval", gateway, format, source, settings, "calibratedAt", "calibrationDays", decode(token, 'hex'), $2, $2
     FROM jsonb_to_recordset($1::jsonb) AS r (id text, unit text, profile text, place text, "interval" double precision,
       gateway text, format text, source text, settings jsonb, "calibratedAt" timestamptz, "calibrationDays" integer, token text)
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [JSON.stringify(rows), new Date(at)],
  )
  return new Set(written.map((row) => row.id))
}

export async function updateDevice(client: Queryable, device: DeviceFields, at: number): Promise<void> {
  await client.query(
    `UPDATE device SET unit = $2, profile = $3, place = $4, interval_s = $5, gateway = $6, format = $7, source = $8, settings = $9,
       calibrated_at = $10, calibration_days = $11, updated_at = $12 WHERE id = $1`,
    [device.id, device.unit, device.profile, device.place, device.interval, device.gateway, device.format, device.source, device.settings && JSON.stringify(device.settings),
      device.calibratedAt, device.calibrationDays, new Date(at)],
  )
}

/** Makes exactly these devices stand behind the gateway; answers the ids whose gateway changed. */
export async function setBehindGateway(client: Queryable, gateway: string, ids: readonly string[], at: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `UPDATE device SET gateway = CASE WHEN id = ANY($2::text[]) THEN $1 END, updated_at = $3
     WHERE (id = ANY($2::text[]) AND gateway IS DISTINCT FROM $1) OR (gateway = $1 AND NOT id = ANY($2::text[])) RETURNING id`,
    [gateway, ids, new Date(at)],
  )
  return rows.map((row) => row.id)
}

export async function setDeviceToken(client: Queryable, id: string, tokenHash: Buffer, at: number): Promise<void> {
  await client.query('UPDATE device SET token_hash = $2, updated_at = $3 WHERE id = $1', [id, tokenHash, new Date(at)])
}

/** The device, if it lies in the jurisdiction. With `lock`, nobody else changes it until the transaction ends. */
export async function findDevice(db: Queryable, id: string, jurisdiction: Jurisdiction, lock = false): Promise<DeviceView | null> {
  const params: unknown[] = [id]
  const condition = within(jurisdiction, params)
  const { rows: [row] } = await db.query<DeviceRow>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE d.id = $1 AND ${condition} ${lock ? 'FOR UPDATE OF d' : ''}`, params,
  )
  return row ? present(row) : null
}

/** Profiles, by id, of those ids that are devices in the jurisdiction. */
export async function knownDevices(db: Queryable, ids: readonly string[], jurisdiction: Jurisdiction): Promise<Map<string, string>> {
  const params: unknown[] = [ids]
  const condition = within(jurisdiction, params)
  const { rows } = await db.query<{ id: string; profile: string }>(
    `SELECT d.id, d.profile FROM ${FROM} WHERE d.id = ANY($1::text[]) AND ${condition}`, params,
  )
  return new Map(rows.map((row) => [row.id, row.profile]))
}

const SOURCE_LOCK = 724_512

/** What a gateway is to call a device. */
export interface SourceName {
  readonly gateway: string
  readonly name: string
  readonly device: string
}

/**
 * Which of the names another device goes by behind the gateway, in whatever case, by the device that was to have it. Nobody
 * else takes a name behind these gateways until the transaction ends.
 */
export async function takenSources(client: Queryable, wanted: readonly SourceName[]): Promise<Map<string, string>> {
  // In one order, so that two imports never wait for each other.
  for (const gateway of [...new Set(wanted.map((one) => one.gateway))].sort()) await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [SOURCE_LOCK, gateway])
  const { rows } = await client.query<{ device: string; other: string }>(
    `SELECT w.device, min(d.id) AS other FROM jsonb_to_recordset($1::jsonb) AS w (gateway text, name text, device text)
     JOIN device d ON d.gateway = w.gateway AND lower(coalesce(d.source, d.id)) = lower(w.name) AND d.id <> w.device GROUP BY w.device`, [JSON.stringify(wanted)])
  return new Map(rows.map(({ device, other }) => [device, other]))
}

export interface DeviceFilter {
  readonly unit?: string
  readonly profile?: string
  readonly gateway?: string
  readonly district?: string
  /** Found in the id or the place. */
  readonly q?: string
}

export async function listDevices(db: Queryable, jurisdiction: Jurisdiction, filter: DeviceFilter, request: PageRequest): Promise<Page<DeviceView>> {
  const conditions = new Conditions()
  conditions.raw(within(jurisdiction, conditions.params))
  if (filter.unit) conditions.where('d.unit = ?', filter.unit)
  if (filter.profile) conditions.where('d.profile = ?', filter.profile)
  if (filter.gateway) conditions.where('d.gateway = ?', filter.gateway)
  if (filter.district) conditions.where('u.district = ?', filter.district)
  if (filter.q) conditions.where('d.id ILIKE ? OR d.place ILIKE ?', containing(filter.q))
  const { items, next } = await readPage<DeviceRow>(db, { columns: COLUMNS, from: FROM, time: 'd.created_at', id: 'd.id' }, conditions, request)
  return { items: items.map(present), next }
}

function present(row: DeviceRow): DeviceView {
  const calibration = calibrationOf(row.calibrated_at && row.calibrated_at.getTime(), row.calibration_days)
  const device: DeviceView = {
    id: row.id, unit: row.unit, profile: row.profile, place: row.place, interval: row.interval_s, gateway: row.gateway,
    format: row.format, source: row.source, settings: row.settings, calibratedAt: row.calibrated_at && row.calibrated_at.toISOString(), calibrationDays: row.calibration_days,
    calibrationDue: calibration && new Date(calibration.dueAt).toISOString(), createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString(),
  }
  return row.devices ? { ...device, devices: row.devices } : device
}
