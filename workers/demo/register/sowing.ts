import type { DeviceFields } from '../../../stores/postgres/devices.ts'
import { insertDevices } from '../../../stores/postgres/devices.ts'
import { appendAudit } from '../../../stores/postgres/audit.ts'
import { transaction, type Client, type Pool } from '../../../stores/postgres/pool.ts'
import { insertUnits, type UnitFields } from '../../../stores/postgres/units.ts'
import type { Credentials } from './credentials.ts'
import { UNIT_COUNT } from './units.ts'

const ROWS_A_STATEMENT = 2_000
/** Any fixed number: of two that sow at once, the second finds everything there. */
const LOCK = 724_507

/** What was new; all zero where everything was there already. */
export interface Sown {
  readonly units: number
  readonly devices: number
  /** Devices that were there with a credential of another data folder. */
  readonly recredentialed: number
}

/**
 * Registers the demonstration's units and devices, in one transaction: all of it or nothing. What is there already
 * stays as it is, whatever people changed about it, except for credentials this installation could not speak with.
 */
export async function sow(db: Pool, units: Iterable<UnitFields>, fleet: readonly DeviceFields[], credentials: Credentials, now: number): Promise<Sown> {
  return transaction(db, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
    const sown: Sown = {
      units: await sowUnits(client, units, now),
      devices: await sowDevices(client, fleet, credentials, now),
      recredentialed: await recredential(client, fleet, credentials, now),
    }
    if (sown.units + sown.devices + sown.recredentialed > 0) {
      await appendAudit(client, { at: now, actor: 'system', action: 'demo.register', subject: 'demo', detail: { ...sown } })
    }
    return sown
  })
}

async function sowUnits(client: Client, units: Iterable<UnitFields>, now: number): Promise<number> {
  const { rows: [there] } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM unit WHERE id LIKE 'demo-unit-%'`)
  if (there?.count === UNIT_COUNT) return 0
  let written = 0
  let part: UnitFields[] = []
  const write = async (): Promise<void> => {
    written += (await insertUnits(client, part, now)).length
    part = []
  }
  for (const unit of units) {
    part.push(unit)
    if (part.length === ROWS_A_STATEMENT) await write()
  }
  await write()
  // So that the first questions are already planned by the real numbers.
  await client.query('ANALYZE unit')
  return written
}

async function sowDevices(client: Client, fleet: readonly DeviceFields[], credentials: Credentials, now: number): Promise<number> {
  const devices = fleet.map((device) => ({ ...device, tokenHash: credentials.hashOf(device.id) }))
  return (await insertDevices(client, devices, now)).size
}

async function recredential(client: Client, fleet: readonly DeviceFields[], credentials: Credentials, now: number): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE device d SET token_hash = decode(r.hash, 'hex'), updated_at = $3
     FROM unnest($1::text[], $2::text[]) AS r (id, hash) WHERE d.id = r.id AND d.token_hash <> decode(r.hash, 'hex')`,
    [fleet.map((device) => device.id), fleet.map((device) => credentials.hashOf(device.id).toString('hex')), new Date(now)],
  )
  return rowCount ?? 0
}
