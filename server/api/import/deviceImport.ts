import type { Profile } from '../../../domain/profile.ts'
import type { User } from '../../../domain/user.ts'
import { insertDevices, knownDevices, takenSources, type NewDevice } from '../../../stores/postgres/devices.ts'
import { transaction, type Client } from '../../../stores/postgres/pool.ts'
import { knownUnits } from '../../../stores/postgres/units.ts'
import type { Context } from '../../context.ts'
import { hashToken } from '../../register/deviceRegister.ts'
import { makeToken } from '../../session/password.ts'
import { checkCalibration } from '../calibrationInput.ts'
import { checkShape, describedDevice, deviceInput, GATEWAY, takenBy } from '../deviceInput.ts'
import { Problem } from '../problem.ts'
import { audit } from '../register.ts'
import type { Cells } from './columns.ts'
import type { BatchResult, ImportPlan, ReadRow, RowError, RowFault } from './importTable.ts'

const COLUMNS = {
  id: ['编号', '设备编号'],
  unit: ['单位', '单位编号', '所属单位'],
  profile: ['类型', '设备类型', '监测类型'],
  place: ['位置', '安装位置', '点位'],
  interval: ['间隔', '采样间隔', '上报间隔'],
  gateway: ['网关', '网关编号'],
  source: ['网关内名称', '来源'],
  format: ['格式', '数据格式'],
  calibratedAt: ['校准日期', '检定日期', '上次校准'],
  calibrationDays: ['校准周期', '检定周期'],
} as const

/** A device with its credential, which is shown once and kept as its hash only. */
type TokenDevice = NewDevice & { readonly token: string }

/** Devices from a table. The credentials of those that were made are appended to `tokens`. */
export function deviceImport(context: Context, by: User, tokens: { id: string; token: string }[]): ImportPlan<TokenDevice> {
  const { profiles } = context.configuration
  const byName = new Map([...profiles.values()].flatMap(({ id, zh, en }) => [[id, id], [zh, id], [en.toLowerCase(), id]] as const))
  return {
    columns: COLUMNS,
    required: ['id', 'profile'],
    read: (cells) => readDevice(cells, profiles, byName, context.clock()),
    write: (batch) => writeDevices(context, by, batch, tokens),
  }
}

function readDevice(cells: Cells, profiles: ReadonlyMap<string, Profile>, byName: ReadonlyMap<string, string>, now: number): TokenDevice | RowFault[] {
  const { interval, profile, calibrationDays, ...rest } = cells
  const named = profile && (byName.get(profile) ?? byName.get(profile.toLowerCase()) ?? profile)
  const read = deviceInput.safeParse({ ...rest, profile: named, ...(interval === undefined ? {} : { interval: Number(interval) }), ...(calibrationDays === undefined ? {} : { calibrationDays: Number(calibrationDays) }) })
  if (!read.success) {
    return read.error.issues.map((issue) => {
      const field = String(issue.path[0] ?? 'id')
      return { field, type: cells[field] === undefined ? 'missing' : 'invalid', detail: issue.message }
    })
  }
  try {
    const device = describedDevice(profiles, read.data)
    checkShape(device, undefined)
    checkCalibration(device, profiles.get(device.profile), now)
    const token = makeToken('mjd')
    return { ...device, token, tokenHash: hashToken(token) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return (error.errors ?? []).map(({ path, type, detail }) => ({ field: path, type: cells[path] === undefined ? 'missing' : type, detail }))
  }
}

async function writeDevices(context: Context, by: User, batch: readonly ReadRow<TokenDevice>[], tokens: { id: string; token: string }[]): Promise<BatchResult> {
  const at = context.clock()
  const { fits, errors } = await sorted(context, by, batch)
  const { free, created } = await transaction(context.db, async (client) => {
    const { free, taken } = await parted(client, fits)
    errors.push(...taken)
    const ids = await insertDevices(client, free.map(({ item: { token: _token, ...device } }) => device), at)
    if (ids.size > 0) await audit(client, { by, at, action: 'device.import', subject: 'device:*', detail: { created: [...ids] } })
    return { free, created: ids }
  })
  for (const { row, item } of free) {
    if (created.has(item.id)) tokens.push({ id: item.id, token: item.token })
    else errors.push({ row, field: 'id', type: 'duplicate', detail: `there is a device ${item.id} already` })
  }
  return { created: created.size, updated: 0, errors }
}

/** Parts the rows into those whose unit and gateway are known to the writer, and the faults of the rest. */
async function sorted(context: Context, by: User, batch: readonly ReadRow<TokenDevice>[]): Promise<{ fits: ReadRow<TokenDevice>[]; errors: RowError[] }> {
  const named = (pick: (item: TokenDevice) => string | null): string[] => [...new Set(batch.map(({ item }) => pick(item)).filter((id) => id !== null))]
  const [units, gateways] = await Promise.all([
    knownUnits(context.db, named((item) => item.unit), by.jurisdiction),
    knownDevices(context.db, named((item) => item.gateway), by.jurisdiction),
  ])
  const fits: ReadRow<TokenDevice>[] = []
  const errors: RowError[] = []
  for (const one of batch) {
    const { row, item } = one
    if (item.unit !== null && !units.has(item.unit)) errors.push({ row, field: 'unit', type: 'unknown-unit', detail: `there is no unit ${item.unit}` })
    else if (item.gateway !== null && gateways.get(item.gateway) !== GATEWAY) errors.push({ row, field: 'gateway', type: 'unknown-device', detail: `there is no gateway ${item.gateway}` })
    else fits.push(one)
  }
  return { fits, errors }
}

/** Parts the rows into those whose gateway calls nothing else by the same name, and the faults of the rest. */
async function parted(client: Client, rows: readonly ReadRow<TokenDevice>[]): Promise<{ free: ReadRow<TokenDevice>[]; taken: RowError[] }> {
  const wanted = rows.flatMap(({ item: { id, gateway, source } }) => (gateway === null ? [] : [{ gateway, name: source ?? id, device: id }]))
  const others = wanted.length === 0 ? new Map<string, string>() : await takenSources(client, wanted)
  const free: ReadRow<TokenDevice>[] = []
  const taken: RowError[] = []
  const named = new Map<string, string>()
  for (const one of rows) {
    const { id, gateway, source } = one.item
    const name = `${gateway} ${(source ?? id).toLowerCase()}`
    const other = gateway === null ? undefined : (others.get(id) ?? (named.get(name) === id ? undefined : named.get(name)))
    if (gateway !== null && other !== undefined) taken.push({ row: one.row, field: 'source', type: 'duplicate', detail: takenBy(other, gateway) })
    else {
      free.push(one)
      if (gateway !== null) named.set(name, id)
    }
  }
  return { free, taken }
}
