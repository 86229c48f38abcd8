import { calibrationOf } from '../../domain/calibration.ts'
import type { JudgedDevice } from '../../domain/judgement/judge.ts'
import type { RegisterChange } from '../../domain/feed.ts'
import { placedIn, type OpeningHours } from '../../domain/openingHours.ts'
import type { Profile } from '../../domain/profile.ts'
import { compileDetectionRule, type DetectionRule } from '../../domain/detectionRule.ts'
import { compileRule, type Rule, type Scope } from '../../domain/rule.ts'
import { byPrecedence, covers, judging, type Rival } from '../../domain/ruleScope.ts'
import { ruleSchema, type RuleText } from '../../domain/writtenRule.ts'
import type { UnitKind } from '../../domain/unit.ts'
import type { Pool } from '../../stores/postgres/pool.ts'
import { partitionOf } from '../../stores/redis/keys.ts'

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

interface KnownRule {
  readonly rule: Rule
  readonly scope: Scope
}

interface KnownDetectionRule extends Rival {
  readonly rule: DetectionRule
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

const SELECT = `SELECT d.id, d.profile, d.place, d.interval_s, d.calibrated_at, d.calibration_days, d.gateway, d.unit, u.name, u.kind, u.district, u.lng, u.lat, u.tags, u.opening_hours
  FROM device d LEFT JOIN unit u ON u.id = d.unit`

/** Devices with the rules that apply to them, as the judgement sees them; read from the register as they speak. */
export class JudgingRegister {
  readonly #db: Pool
  readonly #profiles: ReadonlyMap<string, Profile>
  readonly #partitions: number
  readonly #devices = new Map<string, RegisteredDevice>()
  readonly #ofPartition = new Map<number, Set<string>>()
  readonly #shipped: readonly RuleText[]
  readonly #rules = new Map<string, KnownRule>()
  /** The versions that were current when the rules were last read, `id@version`. */
  #current: ReadonlySet<string> = new Set()
  /** By violation, each list in order of precedence. */
  #detectionRules: ReadonlyMap<string, readonly KnownDetectionRule[]> = new Map()
  /** What devices under the same rules about detections share, by the ids of these. */
  readonly #judgedBy = new Map<string, ReadonlyMap<string, DetectionRule>>()
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
    for (const row of rows) this.#remember(this.#device(row))
  }

  /** Those of which somebody said when they were calibrated. */
  async calibrated(): Promise<string[]> {
    return (await this.#db.query<{ id: string }>('SELECT id FROM device WHERE calibrated_at IS NOT NULL')).rows.map(({ id }) => id)
  }

  /** Takes note of a change that stands at this place in the feed of a partition: what others have sent before it is judged by what was before. */
  async apply(change: RegisterChange, partition: number): Promise<void> {
    if (change.what === 'rules') await this.#loadRules()
    if (change.what === 'devices' && change.ids.length > 0) for (const id of change.ids) this.#forgetOne(id, partition)
    else this.#forgetDevices(partition)
    if (change.what === 'devices') this.#forgetBehind(partition)
  }

  /** Forgets the devices of a partition that is taken over: what changed meanwhile was told to its last owner. */
  forget(partition: number): void {
    this.#forgetDevices(partition)
    this.#forgetBehind(partition)
  }

  #forgetOne(id: string, partition: number): void {
    if (this.#ofPartition.get(partition)?.delete(id)) this.#devices.delete(id)
  }

  #forgetDevices(partition: number): void {
    for (const id of this.#ofPartition.get(partition) ?? []) this.#devices.delete(id)
    this.#ofPartition.delete(partition)
  }

  #forgetBehind(partition: number): void {
    for (const id of this.#behind.keys()) if (partitionOf(id, this.#partitions) === partition) this.#behind.delete(id)
  }

  #remember(device: RegisteredDevice): void {
    this.#devices.set(device.id, device)
    const partition = partitionOf(device.id, this.#partitions)
    const own = this.#ofPartition.get(partition)
    if (own) own.add(device.id)
    else this.#ofPartition.set(partition, new Set([device.id]))
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
    const { rows: settled } = await this.#db.query<{ id: string; version: number }>("SELECT id, version FROM rule WHERE current AND created_at <= now() - $1 * interval '1 ms'", [ON_ITS_WAY_MS])
    if (settled.every(({ id, version }) => this.#current.has(`${id}@${version}`))) return
    await this.#loadRules()
    this.#devices.clear()
  }

  async #loadRules(): Promise<void> {
    const { rows } = await this.#db.query<RuleRow>('SELECT id, version, text, created_at FROM rule WHERE current')
    this.#rules.clear()
    this.#judgedBy.clear()
    this.#current = new Set(rows.map(({ id, version }) => `${id}@${version}`))
    const seen: KnownDetectionRule[] = []
    for (const { id, version, text, madeAt } of [...rows.flatMap(readRow), ...this.#notYetWritten(rows)]) {
      this.#keepVersion(id, version, text)
      if (!text.enabled) continue
      if ('type' in text) seen.push({ id, scope: text.scope, madeAt, rule: compileDetectionRule(text, version) })
      else this.#rules.set(id, { rule: compileRule(text, version), scope: text.scope })
    }
    const byType = new Map<string, KnownDetectionRule[]>()
    for (const one of seen.sort(byPrecedence)) byType.set(one.rule.type, [...(byType.get(one.rule.type) ?? []), one])
    this.#detectionRules = byType
  }

  #notYetWritten(rows: readonly RuleRow[]): CurrentRule[] {
    const written = new Set(rows.map(({ id }) => id))
    return this.#shipped.flatMap((text) => ('type' in text && !written.has(text.id) ? [{ id: text.id, version: 1, text, madeAt: 0 }] : []))
  }

  #detectionsOf(row: DeviceRow): ReadonlyMap<string, DetectionRule> {
    const found = [...this.#detectionRules.values()].flatMap((rivals) => judging(rivals, row)?.rule ?? [])
    const key = found.map(({ id }) => id).join()
    const known = this.#judgedBy.get(key)
    if (known) return known
    const rules = new Map(found.map((rule) => [rule.type, rule]))
    this.#judgedBy.set(key, rules)
    return rules
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
      rules: [...this.#rules.values()].filter(({ scope }) => covers(scope, row)).map(({ rule }) => placedIn(rule, row.opening_hours)),
      detections: this.#detectionsOf(row),
      hours: row.opening_hours,
      standing: {
        unitId: row.unit, unitName: row.name, unitKind: row.kind, district: row.district, place: row.place,
        point: row.lng === null || row.lat === null ? null : [row.lng, row.lat],
      },
    }
  }
}

interface CurrentRule {
  readonly id: string
  readonly version: number
  readonly text: RuleText
  readonly madeAt: number
}

function readRow({ id, version, text, created_at }: RuleRow): CurrentRule[] {
  const parsed = ruleSchema.safeParse(text)
  return parsed.success ? [{ id, version, text: parsed.data, madeAt: created_at.getTime() }] : []
}
