import { z } from 'zod'
import { parseDuration } from '../duration.ts'
import type { Fault } from '../fault.ts'
import { noneTwice } from '../issues.ts'
import { SEVERITIES, type Severity } from '../severity.ts'

const LONGEST_MS = 30 * 86_400_000
const id = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'an id is small letters, digits and dashes, first a letter')
const duration = z.string().refine((text) => {
  const ms = parseDuration(text)
  return ms !== null && ms <= LONGEST_MS
}, 'not a duration: write 0, 5m or 1h, at most 30d')
/**
 * Who is told: `on-duty` (the roster, for the alert's district), `on-duty-city` (the roster, the whole city's teams),
 * `officer` (the unit's own), `team:<id>`, `role:<role>`, `user:<username>`.
 */
export const target = z.string().regex(/^(on-duty|on-duty-city|officer|team:[a-z][a-z0-9-]{0,31}|role:(admin|centre|duty|inspector)|user:[a-z][a-z0-9_.-]{1,63})$/,
  'write on-duty, on-duty-city, officer, team:<id>, role:<role> or user:<name>')
const who = z.array(target).min(1).max(20)
/** Ways out, tried in this order until one has it. */
export const channels = z.array(id).min(1).max(10)

const step = z.strictObject({
  /** Since the step before; the first since the alert came in. */
  after: duration,
  who,
  channels,
  /** So many people must have taken the alert over before it goes no further up the line. */
  acknowledgements: z.int().min(1).max(20).default(1),
})
/** After the last step, until it is acknowledged. */
const remind = z.strictObject({ every: duration.refine((text) => (parseDuration(text) ?? 0) >= 60_000, 'at least 1m'), who, channels, most: z.int().min(1).max(1_000).default(72) })

/** Notices of alerts that agree in these parts go out to a person as one message, at most one within the time. */
const group = z.strictObject({
  by: z.array(z.enum(['unit', 'rule', 'district'])).min(1).max(3).default(['unit', 'rule']),
  within: duration.refine((text) => {
    const ms = parseDuration(text) ?? 0
    return ms >= 1_000 && ms <= 3_600_000
  }, 'write 1s to 1h'),
})

const policy = z.strictObject({
  id,
  name: z.string().trim().min(1).max(100),
  severities: z.array(z.enum(SEVERITIES)).min(1),
  /** Empty means every district. */
  districts: z.array(z.string().regex(/^\d{6}$/)).max(100).default([]),
  steps: z.array(step).min(1).max(20),
  remind: remind.nullable().default(null),
  group: group.nullable().default(null),
})

/** Policies as an operator writes them; the first that fits an alert is the one that acts. */
export const policiesSchema = z.strictObject({ policies: z.array(policy).max(200) })
  .superRefine(({ policies }, context) => noneTwice(policies, 'policies', context))

export type Policies = z.output<typeof policiesSchema>
export type Policy = Policies['policies'][number]

/** The policy for an alert, or null where nobody is told of such. */
export function policyFor({ policies }: Policies, alert: { readonly severity: Severity; readonly district: string | null }): Policy | null {
  return policies.find(({ severities, districts }) => severities.includes(alert.severity) && (districts.length === 0 || (alert.district !== null && districts.includes(alert.district)))) ?? null
}

/** What policies may name. */
export interface Known {
  readonly channels: ReadonlySet<string>
  readonly teams: ReadonlySet<string>
  readonly officers: ReadonlySet<string>
  readonly districts: ReadonlySet<string>
}

/** What policies name and is not there, at the place where it is named. */
export function strangersIn({ policies }: Policies, known: Known): Fault[] {
  const isThere = (target: string): boolean => {
    const [kind, value = ''] = target.split(':')
    return kind === 'team' ? known.teams.has(value) : kind !== 'user' || known.officers.has(value)
  }
  return policies.flatMap(({ districts, steps, remind }, i) => [
    ...districts.filter((one) => !known.districts.has(one)).map((one) => ({ path: `policies.${i}.districts`, detail: `there is no district ${one}` })),
    ...[...steps.map((each, n) => ({ each, path: `policies.${i}.steps.${n}` })), ...(remind ? [{ each: remind, path: `policies.${i}.remind` }] : [])].flatMap(({ each, path }) => [
      ...each.who.filter((one) => !isThere(one)).map((one) => ({ path: `${path}.who`, detail: `there is no ${one.replace(':', ' ')}` })),
      ...each.channels.filter((one) => !known.channels.has(one)).map((one) => ({ path: `${path}.channels`, detail: `there is no channel ${one}` })),
    ]),
  ])
}

/** Milliseconds of a duration that the schema has checked. */
export function msOf(text: string): number {
  return parseDuration(text) ?? 0
}
