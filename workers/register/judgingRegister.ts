import { calibrationOf } from '../../domain/calibration.ts'
import type { JudgedDevice } from '../../domain/judgement/judge.ts'
import type { RegisterChange } from '../../domain/feed.ts'
import { placedIn, type OpeningHours } from '../../domain/openingHours.ts'
import type { Profile } from '../../domain/profile.ts'
import { compileRule, ruleSchema, type Basis, type Rule, type RuleText, type Scope } from '../../domain/rule.ts'
import type { UnitKind } from '../../domain/unit.ts'
import type { Pool } from '../../stores/postgres/pool.ts'

/** Where a device stands; copied onto its alerts. */
export interface Standing {
  readonly unitId: string | null
  readonly unitName: string | null
  readonly unitKind: UnitKind | null
  readonly district: string | null
  readonly point: readonly [number, number] | null
  readonly place: string | null
}

export interface RegisteredDevice extends JudgedDevice {
  readonly profile: string
  readonly gateway: string | null
  /** When its unit is open; null where nobody said. */
  readonly hours: OpeningHours | null
  readonly standing: Standing
}

/** Those a gateway speaks for. */
export interface Behind {
  readonly devices: readonly string[]
  readonly smallestIntervalMs: number | null
  readonly ccp: boolean
}

interface DeviceRow {
  id: string
  profile: string
  place: string | null
  interval_s: number | null
  calibrated_at: Date | null
  calibration_days: number | null
  gateway: string | null
  unit: string | null
  name: string | null
  kind: UnitKind | null
  district: string | null
  lng: number | null
  lat: number | null
  tags: string[] | null
  opening_hours: OpeningHours | null
}

interface KnownRule {
  readonly rule: Rule
  readonly text: RuleText
}

const CATCH_UP_MS = 30_000

const SELECT = `SELECT d.id, d.profile, d.place, d.interval_s, d.calibrated_at, d.calibration_days, d.gateway, d.unit, u.name, u.kind, u.district, u.lng, u.lat, u.tags, u.opening_hours
  FROM device d LEFT JOIN unit u ON u.id = d.unit`

/** Devices with the rules that apply to them, as the judgement sees them; read from the register as they speak. */
export class JudgingRegister {
  readonly #db: Pool
  readonly #profiles: ReadonlyMap<string, Profile>
  readonly #devices = new Map<string, RegisteredDevice>()
  readonly #rules = new Map<string, KnownRule>()
  readonly #behind = new Map<string, Behind>()
  #timer: NodeJS.Timeout | null = null
  /** Every version ever seen, for the names and bases of alerts judged by older ones. */
  readonly #versions = new Map<string, RuleText>()

  constructor(db: Pool, profiles: ReadonlyMap<string, Profile>) {
    this.#db = db
    this.#profiles = profiles
  }

  async start(): Promise<void> {
    await this.#loadRules()
    this.#timer = setInterval(() => void this.#catchUp().catch(() => undefined), CATCH_UP_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
  }

  get(id: string): RegisteredDevice | undefined {
    return this.#devices.get(id)
  }

  /** Reads those of the devices that are not known yet. */
  async ensure(ids: Iterable<string>): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.#devices.has(id))
    if (missing.length === 0) return
    const { rows } = await this.#db.query<DeviceRow>(`${SELECT} WHERE d.id = ANY($1)`, [missing])
    for (const row of rows) this.#devices.set(row.id, this.#device(row))
  }

  /** Those of which somebody said when they were calibrated. */
  async calibrated(): Promise<string[]> {
    return (await this.#db.query<{ id: string }>('SELECT id FROM device WHERE calibrated_at IS NOT NULL')).rows.map(({ id }) => id)
  }

  /** Takes note of a change that stands at this place in the feed. */
  async apply(change: RegisterChange): Promise<void> {
    if (change.what === 'rules') await this.#loadRules()
    if (change.what === 'devices' && change.ids.length > 0) for (const id of change.ids) this.#devices.delete(id)
    else this.#devices.clear()
    if (change.what === 'devices') this.#behind.clear()
  }

  /** The devices that stand behind a gateway. */
  async behind(gateway: string): Promise<Behind> {
    const known = this.#behind.get(gateway)
    if (known) return known
    const { rows } = await this.#db.query<{ id: string; profile: string; interval_s: number | null }>('SELECT id, profile, interval_s FROM device WHERE gateway = $1 ORDER BY id', [gateway])
    const intervals = rows.flatMap((row) => row.interval_s ?? this.#profiles.get(row.profile)?.interval ?? [])
    const found: Behind = {
      devices: rows.map((row) => row.id),
      smallestIntervalMs: intervals.length === 0 ? null : 1000 * Math.min(...intervals),
      ccp: rows.some((row) => this.#profiles.get(row.profile)?.ccp),
    }
    this.#behind.set(gateway, found)
    return found
  }

  /** Name and basis of the version an alert was judged by. */
  async ruleText(id: string, version: number): Promise<{ name: string; basis: Basis } | null> {
    const known = this.#versions.get(`${id}@${version}`)
    if (known) return known
    const { rows: [row] } = await this.#db.query<{ text: unknown }>('SELECT text FROM rule WHERE id = $1 AND version = $2', [id, version])
    const parsed = row && ruleSchema.safeParse(row.text)
    if (!parsed?.success) return null
    this.#versions.set(`${id}@${version}`, parsed.data)
    return parsed.data
  }

  /** Changes whose announcement was lost, because a server died between writing and announcing them. */
  async #catchUp(): Promise<void> {
    const { rows } = await this.#db.query<{ id: string }>(
      `SELECT id FROM device WHERE updated_at > now() - $1 * interval '1 ms'
       UNION SELECT d.id FROM unit u JOIN device d ON d.unit = u.id WHERE u.updated_at > now() - $1 * interval '1 ms'`, [2 * CATCH_UP_MS])
    for (const { id } of rows) this.#devices.delete(id)
    if (rows.length > 0) this.#behind.clear()
    const before = [...this.#rules.values()].map(({ rule }) => `${rule.id}@${rule.version}`).sort().join()
    await this.#loadRules()
    if ([...this.#rules.values()].map(({ rule }) => `${rule.id}@${rule.version}`).sort().join() !== before) this.#devices.clear()
  }

  async #loadRules(): Promise<void> {
    const { rows } = await this.#db.query<{ id: string; version: number; text: unknown }>('SELECT id, version, text FROM rule WHERE current')
    this.#rules.clear()
    for (const { id, version, text } of rows) {
      const parsed = ruleSchema.safeParse(text)
      if (!parsed.success || !parsed.data.enabled) continue
      this.#rules.set(id, { rule: compileRule(parsed.data, version), text: parsed.data })
      this.#versions.set(`${id}@${version}`, parsed.data)
    }
  }

  #device(row: DeviceRow): RegisteredDevice {
    const profile = this.#profiles.get(row.profile)
    const interval = row.interval_s ?? profile?.interval ?? null
    return {
      id: row.id,
      profile: row.profile,
      intervalMs: interval === null ? null : interval * 1000,
      isGateway: row.profile === 'gateway',
      gateway: row.gateway,
      ccp: profile?.ccp ?? false,
      faultValues: profile?.faultValues ?? {},
      health: profile?.health,
      calibration: calibrationOf(row.calibrated_at && row.calibrated_at.getTime(), row.calibration_days),
      rules: [...this.#rules.values()].filter(({ text }) => covers(text.scope, row)).map(({ rule }) => placedIn(rule, row.opening_hours)),
      hours: row.opening_hours,
      standing: {
        unitId: row.unit, unitName: row.name, unitKind: row.kind, district: row.district, place: row.place,
        point: row.lng === null || row.lat === null ? null : [row.lng, row.lat],
      },
    }
  }
}

/** Whether every part of the scope that is given names the device. */
function covers(scope: Scope, device: DeviceRow): boolean {
  const has = (list: readonly string[] | undefined, value: string | null): boolean => list === undefined || (value !== null && list.includes(value))
  return has(scope.deviceIds, device.id) && has(scope.profiles, device.profile) && has(scope.unitKinds, device.kind) && has(scope.districts, device.district)
    && (scope.tags === undefined || scope.tags.some((tag) => device.tags?.includes(tag)))
}
