import { spawn } from 'node:child_process'
import path from 'node:path'
import { projectRoot } from '../../launch/nodeChild.ts'
import { compileRule, metricRuleSchema, type MetricRuleInput } from '../../domain/rule.ts'
import { cumulativeAlerts } from '../reference/cumulative.ts'
import { referenceAlerts, type Sample } from '../reference/judge.ts'
import type { Administrator } from './administrator.ts'

export interface FeedRun {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs `npm run feed` as its users do, in a process of its own. */
export function runFeed(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<FeedRun> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(projectRoot, 'launch', 'feed', 'main.ts'), ...args], {
    cwd: projectRoot, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}

/** What an alert says of a breach; its id and history are left aside. */
export interface JudgedBreach {
  readonly rule: string
  readonly breachedAt: string
  readonly openedAt: string
  readonly resolvedAt: string | null
  readonly severity: string
  readonly value: number | null
  readonly limit: number | null
}

/** The alerts of a device that stand, as the API gives them, oldest first. */
export async function judgedBreaches(admin: Administrator, device: string): Promise<JudgedBreach[]> {
  const alerts = await admin.alerts(`device=${device}`)
  const standing = alerts.filter(({ type, state }) => type === null && state !== 'withdrawn')
  return inOrder(standing.map(({ ruleId, breachedAt, openedAt, resolvedAt, severity, value, limit }) => ({ rule: ruleId, breachedAt, openedAt, resolvedAt, severity, value, limit })))
}

/** The alerts that must come of the samples, by the plain calculation. */
export function expectedBreaches(samples: readonly Sample[], rules: readonly MetricRuleInput[], intervalMs: number): JudgedBreach[] {
  const iso = (ts: number): string => new Date(ts).toISOString()
  const plainly = (rule: MetricRuleInput) => (rule.mode === 'cumulative' ? cumulativeAlerts : referenceAlerts)(samples, compileRule(metricRuleSchema.parse(rule), 1), intervalMs)
  return inOrder(rules.flatMap((rule) => plainly(rule).map((alert) => ({
    rule: rule.id, breachedAt: iso(alert.breachedAt), openedAt: iso(alert.openedAt), resolvedAt: alert.resolvedAt === null ? null : iso(alert.resolvedAt),
    severity: alert.severity, value: alert.value, limit: alert.limit,
  }))))
}

/** What a backtest of the rule on the same recorded readings says, oldest first. */
export async function triedBreaches(admin: Administrator, rule: MetricRuleInput, span: { from: number; to: number }): Promise<JudgedBreach[]> {
  const { alerts } = await admin.lastLine<{ alerts: Omit<JudgedBreach, 'rule'>[] }>('rules/backtest', { rule, ...span, limit: 5_000 })
  return inOrder(alerts.map(({ breachedAt, openedAt, resolvedAt, severity, value, limit }) => ({ rule: rule.id, breachedAt, openedAt, resolvedAt, severity, value, limit })))
}

function inOrder(breaches: JudgedBreach[]): JudgedBreach[] {
  const key = ({ breachedAt, rule }: JudgedBreach): string => `${breachedAt} ${rule}`
  return breaches.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
