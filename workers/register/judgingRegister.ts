import { calibrationOf } from '../../domain/calibration.ts'
import type { JudgedDevice } from '../../domain/judgement/judge.ts'
import type { RegisterChange } from '../../domain/feed.ts'
import type { OpeningHours } from '../../domain/openingHours.ts'
import type { Profile } from '../../domain/profile.ts'
import { compileDetectionRule, type DetectionRule } from '../../domain/detectionRule.ts'
import { ruleSchema, type RuleText } from '../../domain/writtenRule.ts'
import type { UnitKind } from '../../domain/unit.ts'
import type { Pool } from '../../stores/postgres/pool.ts'
import { partitionOf } from '../../stores/redis/keys.ts'
import { RuleSet, type CurrentRule } from './ruleSet.ts'

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
  /** What judges the detections it makes, by violation: of each the narrowest rule that covers it. */
  readonly detections: ReadonlyMap<string, DetectionRule>
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

/** What one partition has come to: the rules at its place in the feed, and those of its devices that were read since. */
interface PartitionView {
  rules: RuleSet
  readonly devices: Set<string>
}

interface RuleRow {
  id: string
  version: number
  text: unknown
  created_at: Date
}

const CATCH_UP_MS = 30_000
/** An announcement is taken for lost only after this: until then the partitions may still be on their way to it. */
const ON_ITS_WAY_MS = 30_000
/** A partition that has not come to the rules of so long ago was never told of them. */
const LAGS_AT_MOST_MS = 600_000

const SELECT = `SELECT d.id, d.profile, d.place, d.interval_s, d.calibrated_at, d.calibration_days, d.gateway, d.unit, u.name, u.kind, u.district, u.lng, u.lat, u.tags, u.opening_hours
  FROM device d LEFT JOIN unit u ON u.id = d.unit`

/** Devices with the rules that apply to them, as the judgement sees them; read from the register as they speak. */
export class JudgingRegister {
  readonly #db: Pool
  readonly #profiles: ReadonlyMap<string, Profile>
  readonly #partitions: number
  readonly #devices = new Map<string, RegisteredDevice>()
  readonly #views = new Map<number, PartitionView>()
  readonly #shipped: readonly RuleText[]
  #newest = new RuleSet([])
  /** The versions that were current when the rules were last read, `id@version`. */
  #current: ReadonlySet<string> = new Set()
  readonly #behind = new Map<string, Behind>()
  #timer: NodeJS.Timeout | null = null
  /** Every version ever seen, for the names and bases of alerts judged by older ones. */
  readonly #versions = new Map<string, RuleText>()
  readonly #corroborating = new Map<string, DetectionRule>()

  /** @param shipped the rules of the configuration: those about detections judge from their first version on before a server has written it */
  constructor(db: Pool, profiles: ReadonlyMap<string, Profile>, partitions: number, shipped: readonly RuleText[] = []) {
    this.#db = db
    this.#partitions = partitions
    this.#profiles = profiles
    this.#shipped = shipped
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
    for (const row of rows) {
      const view = this.#viewOf(partitionOf(row.id, this.#partitions))
      view.devices.add(row.id)
      this.#devices.set(row.id, this.#device(row, view.rules))
    }
  }

  /** Those of which somebody said when they were calibrated. */
  async calibrated(): Promise<string[]> {
    return (await this.#db.query<{ id: string }>('SELECT id FROM device WHERE calibrated_at IS NOT NULL')).rows.map(({ id }) => id)
  }

  /** Takes note of a change that stands at this place in the feed of a partition: what others have sent before it is judged by what was before. */
  async apply(change: RegisterChange, partition: number): Promise<void> {
    const view = this.#viewOf(partition)
    if (change.what === 'rules') {
      await this.#loadRules()
      view.rules = this.#newest
    }
    this.#forget(view, change.what === 'devices' && change.ids.length > 0 ? change.ids : view.devices)
    if (change.what === 'devices') this.#forgetBehind(partition)
  }

  /** Knows nothing any more of a partition that is taken over: what changed meanwhile was told to its last owner. */
  async takeOver(partition: number): Promise<void> {
    await this.#loadRules()
    const view = this.#viewOf(partition)
    view.rules = this.#newest
    this.#forget(view, view.devices)
    this.#forgetBehind(partition)
  }

  #forget(view: PartitionView, ids: Iterable<string>): void {
    for (const id of ids) if (view.devices.delete(id)) this.#devices.delete(id)
  }

  #viewOf(partition: number): PartitionView {
    const known = this.#views.get(partition)
    if (known) return known
    const fresh: PartitionView = { rules: this.#newest, devices: new Set() }
    this.#views.set(partition, fresh)
    return fresh
  }

  #forgetBehind(partition: number): void {
    for (const id of this.#behind.keys()) if (partitionOf(id, this.#partitions) === partition) this.#behind.delete(id)
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
  async ruleText(id: string, version: number): Promise<RuleText | null> {
    const known = this.#versions.get(`${id}@${version}`)
    if (known) return known
    const { rows: [row] } = await this.#db.query<{ text: unknown }>('SELECT text FROM rule WHERE id = $1 AND version = $2', [id, version])
    const parsed = row && ruleSchema.safeParse(row.text)
    if (!parsed?.success) return null
    this.#keepVersion(id, version, parsed.data)
    return parsed.data
  }

  /** A version of a rule about detections, compiled; null where there is none. */
  async detectionRule(id: string, version: number): Promise<DetectionRule | null> {
    const text = await this.ruleText(id, version)
    return text && 'type' in text ? compileDetectionRule(text, version) : null
  }

  /** Every version known here of the rules that ask for a second source. */
  corroborating(): DetectionRule[] {
    return [...this.#corroborating.values()]
  }

  #keepVersion(id: string, version: number, text: RuleText): void {
    this.#versions.set(`${id}@${version}`, text)
    if ('type' in text && text.corroboration) this.#corroborating.set(`${id}@${version}`, compileDetectionRule(text, version))
  }

  /** Changes whose announcement was lost, because a server died between writing and announcing them. */
  async #catchUp(): Promise<void> {
    const { rows } = await this.#db.query<{ id: string }>(
      `WITH span AS (SELECT now() - $1 * interval '1 ms' AS from, now() - $2 * interval '1 ms' AS to)
       SELECT d.id FROM device d, span WHERE d.updated_at BETWEEN span.from AND span.to
       UNION SELECT d.id FROM unit u JOIN device d ON d.unit = u.id, span WHERE u.updated_at BETWEEN span.from AND span.to`, [ON_ITS_WAY_MS + 2 * CATCH_UP_MS, ON_ITS_WAY_MS])
    for (const { id } of rows) this.#devices.delete(id)
    if (rows.length > 0) this.#behind.clear()
    const { rows: settled } = await this.#db.query<{ id: string; version: number; long: boolean }>(
      "SELECT id, version, created_at <= now() - $2 * interval '1 ms' AS long FROM rule WHERE current AND created_at <= now() - $1 * interval '1 ms'", [ON_ITS_WAY_MS, LAGS_AT_MOST_MS])
    if (!settled.every(({ id, version }) => this.#current.has(`${id}@${version}`))) await this.#loadRules()
    else if (settled.length < this.#current.size || !settled.every(({ long }) => long)) return
    for (const view of this.#views.values()) {
      if (view.rules === this.#newest) continue
      view.rules = this.#newest
      this.#forget(view, view.devices)
    }
  }

  async #loadRules(): Promise<void> {
    const { rows } = await this.#db.query<RuleRow>('SELECT id, version, text, created_at FROM rule WHERE current')
    const current = new Set(rows.map(({ id, version }) => `${id}@${version}`))
    if (current.size > 0 && current.size === this.#current.size && [...current].every((version) => this.#current.has(version))) return
    this.#current = current
    const rules = [...rows.flatMap(readRow), ...this.#notYetWritten(rows)]
    for (const { id, version, text } of rules) this.#keepVersion(id, version, text)
    this.#newest = new RuleSet(rules)
  }

  #notYetWritten(rows: readonly RuleRow[]): CurrentRule[] {
    const written = new Set(rows.map(({ id }) => id))
    return this.#shipped.flatMap((text) => ('type' in text && !written.has(text.id) ? [{ id: text.id, version: 1, text, madeAt: 0 }] : []))
  }

  #device(row: DeviceRow, rules: RuleSet): RegisteredDevice {
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
      rules: rules.about(row),
      detections: rules.aboutDetections(row),
      hours: row.opening_hours,
      standing: {
        unitId: row.unit, unitName: row.name, unitKind: row.kind, district: row.district, place: row.place,
        point: row.lng === null || row.lat === null ? null : [row.lng, row.lat],
      },
    }
  }
}

function readRow({ id, version, text, created_at }: RuleRow): CurrentRule[] {
  const parsed = ruleSchema.safeParse(text)
  return parsed.success ? [{ id, version, text: parsed.data, madeAt: created_at.getTime() }] : []
}
