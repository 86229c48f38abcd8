import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { PrecisionBar } from '../domain/cameraPrecision.ts'
import type { Checklist } from '../domain/inspection/checklist.ts'
import type { MetricNames } from '../domain/metricNames.ts'
import { rosterSchema, type Roster } from '../domain/duty/roster.ts'
import { policiesSchema, type Policies } from '../domain/escalation/policy.ts'
import { channelsSchema, type ChannelList } from '../domain/notification/channel.ts'
import type { Profile } from '../domain/profile.ts'
import type { Region } from '../domain/region.ts'
import { misfits } from '../domain/ruleFit.ts'
import type { Violation, ViolationCatalogue } from '../domain/violation.ts'
import { ruleSchema, type RuleText } from '../domain/writtenRule.ts'
import type { ViolationLabels } from '../domain/violationLabel.ts'
import { checklistFile, checklistProblems, completedChecklists } from './checklistFile.ts'
import { ConfigurationError, readDocument } from './document.ts'
import { demoUserFile, type DemoUser } from './demoUserFile.ts'
import { dutyFile, type DutySettings } from './dutyFile.ts'
import { holidayFile } from './holidayFile.ts'
import { metricNameFile } from './metricNameFile.ts'
import { orderFile, type OrderSettings } from './orderFile.ts'
import { completedLabels, labelFile, labelProblems } from './labelFile.ts'
import { profileFile } from './profileFile.ts'
import { regionFile } from './regionFile.ts'
import { violationFile } from './violationFile.ts'

/** What an operator edits, checked. */
export interface Configuration {
  readonly profiles: ReadonlyMap<string, Profile>
  /** The shipped rules, in the order of their files. */
  readonly rules: readonly RuleText[]
  readonly violations: ViolationCatalogue
  /** When a camera is no more believed. */
  readonly precision: PrecisionBar
  /** How gateways and their codecs call our metrics. */
  readonly metricNames: MetricNames
  /** What cameras call what they see, by format. */
  readonly labels: ViolationLabels
  readonly region: Region
  readonly orders: OrderSettings
  readonly duty: DutySettings
  /** The ways in which people are told. */
  readonly channels: ChannelList
  /** Who stands watch, and who is told of an alert, until an administrator changes it. */
  readonly roster: Roster
  readonly escalation: Policies
  /** What inspectors look at, by id. */
  readonly checklists: ReadonlyMap<string, Checklist>
  readonly demoUsers: readonly DemoUser[]
}

const RULES = 'rules'
const CHECKLISTS = 'checklists'
const ruleFile = z.array(ruleSchema)

/** A rule and where it is written, for messages. */
interface PlacedRule {
  readonly place: string
  readonly rule: RuleText
}

/**
 * Reads and checks the whole configuration; the folder is by default the one this file lies in. Throws one
 * ConfigurationError that names the file and field of everything that is wrong.
 */
export function loadConfiguration(folder: string = import.meta.dirname): Configuration {
  const problems: string[] = []
  const attempt = <T>(read: () => T): T | null => collect(read, problems)
  const profiles = attempt(() => readDocument(folder, 'profiles.yaml', profileFile).profiles)
  const seen = attempt(() => readDocument(folder, 'violations.yaml', violationFile))
  const metricNames = attempt(() => readDocument(folder, 'metric-names.yaml', metricNameFile))
  const labels = attempt(() => readDocument(folder, 'labels.yaml', labelFile))
  const region = attempt(() => readDocument(folder, 'region.yaml', regionFile))
  const demoUsers = attempt(() => readDocument(folder, 'demo-users.yaml', demoUserFile))
  const orders = attempt(() => orderSettings(folder))
  const duty = attempt(() => readDocument(folder, 'duty.yaml', dutyFile))
  const channels = attempt(() => readDocument(folder, 'channels.yaml', channelsSchema))
  const roster = attempt(() => readDocument(folder, 'roster.yaml', rosterSchema))
  const escalation = attempt(() => readDocument(folder, 'escalation.yaml', policiesSchema))
  const files = attempt(() => yamlFiles(folder, RULES)) ?? []
  const rules = files.flatMap((file) => attempt(() => placedRules(folder, file)) ?? [])
  const lists = (attempt(() => yamlFiles(folder, CHECKLISTS)) ?? []).flatMap((file) => attempt(() => ({ file, list: readDocument(folder, file, checklistFile) })) ?? [])
  if (!profiles || !seen || !metricNames || !labels || !region || !demoUsers || !orders || !duty || !channels || !roster || !escalation || problems.length > 0) throw new ConfigurationError(problems)

  const { violations, precision } = seen
  problems.push(
    ...repeated('profiles.yaml: profiles', profiles.map((profile) => profile.id)),
    ...repeated('violations.yaml: violations', violations.map((violation) => violation.key)),
    ...labelProblems(labels, violations),
    ...repeated('region.yaml: districts', region.districts.map((district) => district.code)),
    ...repeated('demo-users.yaml', demoUsers.map((user) => user.username)),
    ...repeated('orders.yaml: offices', orders.offices.map((office) => office.id)),
    ...repeated('checklists', lists.map(({ list }) => list.id)),
    ...checklistProblems(lists),
    ...repeatedRules(rules),
    ...rules.flatMap((placed) => ruleProblems(placed, profiles, region, violations)),
    ...demoUsers.flatMap((user, i) => demoUserProblems(user, i, region)),
  )
  if (problems.length > 0) throw new ConfigurationError(problems)
  return {
    profiles: new Map(profiles.map((profile) => [profile.id, profile])),
    rules: rules.map((placed) => placed.rule),
    precision,
    violations: new Map(violations.map((violation) => [violation.key, violation])),
    metricNames,
    labels: completedLabels(labels, violations),
    region,
    orders,
    duty,
    channels,
    roster,
    escalation,
    checklists: new Map(completedChecklists(lists).map((list) => [list.id, list])),
    demoUsers,
  }
}

function orderSettings(folder: string): OrderSettings {
  const { offices, fix, backInRange, watch, notice, reminders } = readDocument(folder, 'orders.yaml', orderFile)
  return { offices, notice, reminders, terms: { fix, calendar: readDocument(folder, 'holidays.yaml', holidayFile), backInRangeMs: backInRange, watchMs: watch } }
}

function collect<T>(read: () => T, problems: string[]): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    problems.push(...error.problems)
    return null
  }
}

/** Every YAML file of such a folder, by name; a missing folder is an error, for no rules would judge nothing. */
function yamlFiles(folder: string, name: string): string[] {
  try {
    return readdirSync(join(folder, name)).filter((file) => /\.ya?ml$/.test(file)).sort().map((file) => `${name}/${file}`)
  } catch {
    throw new ConfigurationError([`${name}: the folder can't be read`])
  }
}

function placedRules(folder: string, file: string): PlacedRule[] {
  return readDocument(folder, file, ruleFile).map((rule, i) => ({ place: `${file}: [${i}]`, rule }))
}

function repeated(place: string, keys: readonly string[]): string[] {
  return keys.flatMap((key, i) => (keys.indexOf(key) < i ? [`${place}[${i}]: ${key} is there already`] : []))
}

/** Ids are unique over all rule files. */
function repeatedRules(rules: readonly PlacedRule[]): string[] {
  const first = new Map<string, string>()
  return rules.flatMap(({ place, rule }) => {
    const earlier = first.get(rule.id)
    if (earlier === undefined) first.set(rule.id, place)
    return earlier === undefined ? [] : [`${place}.id: ${rule.id} is there already, in ${earlier}`]
  })
}

function ruleProblems({ place, rule }: PlacedRule, profiles: readonly Profile[], region: Region, violations: readonly Violation[]): string[] {
  const unknown = (field: string, names: readonly string[] | undefined, known: ReadonlySet<string>): string[] =>
    (names ?? []).flatMap((name, i) => (known.has(name) ? [] : [`${place}.scope.${field}[${i}]: no such one: ${name}`]))
  const clause = rule.basis.clause !== undefined && rule.basis.status !== 'verified'
    ? [`${place}.basis.clause: a clause is given only where the status is verified`]
    : []
  return [
    ...unknown('profiles', rule.scope.profiles, new Set(profiles.map((profile) => profile.id))),
    ...unknown('districts', rule.scope.districts, new Set(region.districts.map((district) => district.code))),
    ...misfits(rule, new Map(violations.map((violation) => [violation.key, violation]))).map(({ path, message }) => `${place}.${path}: ${message}`),
    ...clause,
  ]
}

function demoUserProblems(user: DemoUser, index: number, region: Region): string[] {
  if (user.jurisdiction.scope !== 'districts') return []
  const known = new Set(region.districts.map((district) => district.code))
  return user.jurisdiction.districts.flatMap((code, i) =>
    known.has(code) ? [] : [`demo-users.yaml: [${index}].jurisdiction.districts[${i}]: no such district: ${code}`])
}
