import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileDetectionRule, type DetectionRule, type DetectionRuleText } from '../domain/detectionRule.ts'
import { formatDuration } from '../domain/duration.ts'
import { METRICS } from '../domain/metrics.ts'
import type { Profile } from '../domain/profile.ts'
import type { Schedule } from '../domain/schedule.ts'
import { compileRule, type Basis, type MetricRuleText, type Rule } from '../domain/rule.ts'
import type { ViolationCatalogue } from '../domain/violation.ts'
import { levelTexts } from './ruleText.ts'
import { loadConfiguration, type Configuration } from './load.ts'

/** Where the document is kept. Write it anew with `node --import tsx config/rulesDocument.ts`. */
export const RULES_DOCUMENT = join(import.meta.dirname, '..', 'docs', 'rules.md')

const INTRODUCTION = `# Profiles, rules and violations shipped

Written from \`config/\` by \`node --import tsx config/rulesDocument.ts\`; a test holds it in step.

- **Scope.** \`scope\` names devices by \`deviceIds\`, \`profiles\`, \`unitKinds\`, \`districts\` and \`tags\`: every part that is given must
  name the device, any entry of a part is enough. Tags are words that *units* carry (risk tags: \`校园周边\`, \`key-product\`), given by
  \`POST\` and \`PATCH /api/v1/units\`, the column 标签 of an import, or on \`/admin/units\`; a device has those of its unit. What is
  sent after the answer to a change of tags, kind or district is judged by the rules that then apply. A rule made by API is
  refused, by the name of the field, where it names a profile, kind or district that is not there, or a figure that its metric
  can never be, levels of which one hides another, or a duration that its window or schedule never lasts; all that is wrong
  is told in one answer. Devices may be registered after it; the answer lists those unknown so far in \`unknownDevices\`, and
  in \`warnings\` what the rule may say and yet hardly means.
- **Limits.** \`above\` and \`below\` are strict: "> -12" is not breached at -12. \`atLeast\` and \`atMost\` include the limit
  ("≥ 25"), \`equals\` is one value. \`above: 8\` with \`upTo: 60\`, or
  \`below: 60\` with \`downTo: 8\`, is a band: at its far end, and beyond it, a value is in range. \`changesBy: {amount, within, direction}\` is breached by a reading that is more than
  \`amount\` away from any of the readings \`within\` the time before it; the alert's limit is the amount, its value the largest change.
- **Basis** says what the *limit* stands on: \`legal\`, \`standard\`, \`guidance\`, \`operator\` or \`platform\` (our own choice).
  How long it must last, the critical level beyond it and the hysteresis are platform defaults, whatever the basis.
- **Verified** means that a person has compared the limit with the official text. None shipped is: have the legal
  department check each, then set \`status: verified\` and give the clause. A clause without that is refused at boot.
- **Counting.** \`mode: continuous\` (the default) wants the duration without a break: one reading in range begins it anew.
  \`mode: cumulative\` sums time in breach over a rolling \`window\` of event time ("2h within 1d"); a reading in range takes
  nothing back. Its alert opens with the reading that fulfils the sum, its breach begins with the earliest time still
  counted, and it clears when the sum is below the duration again *and* the clear condition holds. Minutes that are
  still in the window then go on counting. A time between two readings longer than three intervals never counts,
  nor one of which an end is in range: of 12, 6, 12, 6 °C against 8 °C nothing is summed. A device that is to be judged so
  wants an interval well below how long its excursions last.
- **Schedule.** \`schedule: {days: [mon, …], from: "22:00", to: "06:00"}\` in Beijing time (\`to\` is outside, and on the next
  day where it is not after \`from\`), or \`opening\` or
  \`closed\`: by the \`openingHours\` of the device's unit (\`[{days, from, to}]\`, by API, the column 营业时间 of an import, or on
  \`/admin/units\`); where nobody said, a rule for \`opening\` acts always and one for \`closed\` never. A rule begins, counts and opens only while it acts. What is pending at the end is
  forgotten; an open alert goes on until it clears. A door that stands open when a span begins is open from that moment on.
- **Tolerance.** \`suppressWhen: {defrost: {peak: 15, within: 75m}}\` holds levels below critical back while a breach looks
  like a defrost: risen from in range, to 3 °C beyond the limit within 15 minutes with the door shut, no more than \`peak\`
  beyond the limit, and not longer than \`within\`. Back in range in time, nothing is told; else the breach counts from its
  first reading and the alert opens then. \`{door: open, for: 10m}\` and \`{power: off, for: 10m}\` set aside the time while
  the same device says so, and count it where it lasts longer. Critical levels are never held back, nor is a rule without
  \`suppressWhen\`, nor gas. Of the rules below only \`cold-store-frozen-high\` tolerates a defrost.
- **Courses.** \`process\` is a limit about a course of readings. \`{kind: degree-minutes, window, budget}\`: minutes beyond the
  limit, each weighed by the kelvin beyond it. \`{kind: mean-kinetic, window}\`: the mean kinetic temperature of the window,
  once half of it, in steps of a 24th, is known, against the limit; an indicator. \`{kind: cooling, from, stages: [{to, within}]}\`: each stage in its
  time after the one before; the alert opens at the missed moment. \`{kind: batch, start, reach, hold, gap}\`: a run of readings
  above \`start\` is to be at \`reach\` or above for \`hold\`, with no gap longer than \`gap\`; the next batch that passes clears the
  alert. \`{kind: defrost, peak, within, perDay}\`: a defrost that is stuck. Windows of the first two move in 24 steps.
- **Clearing.** \`clear: {margin, for}\`: an alert ends when values have been \`margin\` inside the limit for \`for\`. Left out, a limit on
  temperature takes 0.5 °C and 5 minutes; any other ends with the first reading in range.
- **Changing.** Each change is a new version. An alert that is open keeps the version it was judged by, its limit and its way
  to end, until it clears, even where the rule is changed or deleted meanwhile: what was found stays judged as it was. A person
  may resolve it by hand. Whatever is sent after the answer is judged by the new version.
- Every rule drafts an order when its alert becomes critical, unless its order is \`none\`.
- A rule for a product, a device or a camera of its own goes into a file of \`config/rules/\` or through \`POST /api/v1/rules\`.

## Try a rule before it judges

On \`/admin/rules\` open a rule, change it and press 试算 (or \`POST /api/v1/rules/backtest\`): the draft runs on recorded readings, and
what it would have raised is shown beside what was.

![A draft tried on recorded readings](images/rule-trial.png)

The readings are real: burgers in the kitchen of the restaurant Rye & Soda, tagged with wireless thermometers on 10 and 11 February
2016 for a study that staged "good days" and "bad days" of food safety. On the curve is one of a bad day: out of the refrigerator
for an hour, back in for forty minutes, then cooked. The rule in force (above 10 °C for 15 minutes, above 15 °C for 20)
raised an alert about each of the twelve. The draft (above 8 °C for 30 minutes, above 12 °C for 45) would raise nine: the other three
were not above 8 °C for half an hour. The one on the curve it would hold open while the burger, back in the refrigerator, is still above 8 °C.`

const SEEN = `A detection opens an alert with its review pending, and drafts no order until a person confirms it. What is asked of a
camera before it is believed is the platform's own choice (\`basis: platform\`): it says when to look, not what was broken. An
order that follows from such an alert therefore stands on nothing until an officer names its basis at triage.

- **Fields.** \`type\` is a key of \`config/violations.yaml\`, and stands where other rules have a \`metric\`. \`minConfidence\`,
  \`minShare\` (of the analysed frames), \`persist\`, \`hits: {count, within}\` and \`windows: {hit, of, length}\` are what makes it
  certain; \`cooldown\` is the time in which the same camera, kind and track is the same event; \`onlyIn\` and
  \`zoneSeverities\` go by the zones cameras name; \`schedule\`, \`night\` and \`byHours\` by the time of day;
  \`corroboration\` asks for a second source; \`reviewOnly\` lets a person look first. Fields of the other kind of rule are refused by name.
- **Which one judges.** Of several enabled rules about one \`type\` that cover a camera, the narrowest judges, alone: one that
  names devices goes before one that names tags, then districts, unit kinds, profiles; where these are the same parts, the one whose current version is
  newest. A rule without \`scope\` is for the profile \`camera\`. Switching a rule off lets the next one judge; where none is left,
  detections are kept and open no alert.
- **Changing.** An alert that is open keeps its rule and version until its last event ends, and its cooldown goes on: what the
  camera sees meanwhile counts to it, whatever judges now.
- **Trying.** A backtest takes the recorded detections of the cameras in the scope. Of an event its first and last moment are
  recorded, not each message: between them it is taken as seen without a break, once a second in its first minute and every
  ten seconds after it. The trial judges the draft alone, also where a narrower rule
  would go before it.`

/** The whole document as Markdown. */
export function rulesDocument(configuration: Configuration): string {
  return [
    INTRODUCTION,
    `## Profiles\n\n${profileTable([...configuration.profiles.values()])}`,
    `## Rules about what is measured\n\n${ruleTable(configuration.rules.filter((rule) => 'metric' in rule))}`,
    `## Rules about what cameras see\n\n${SEEN}\n\n${detectionRuleTable(configuration.rules.filter((rule) => 'type' in rule), configuration.violations)}`,
    `## Violations that no camera tells\n\n${otherViolations(configuration.violations)}`,
  ].join('\n\n') + '\n'
}

function profileTable(profiles: readonly Profile[]): string {
  return table(
    ['profile', 'name', 'reports', 'interval', 'critical control point', 'fault values'],
    profiles.map((profile) => [
      `\`${profile.id}\``,
      `${profile.zh} ${profile.en}`,
      profile.metrics.join(', '),
      profile.interval === null ? 'on change' : formatDuration(profile.interval * 1000),
      profile.ccp ? 'yes' : '',
      Object.entries(profile.faultValues).map(([metric, codes]) => `${metric}: ${codes?.join(', ')}`).join('; '),
    ]),
  )
}

function ruleTable(rules: readonly MetricRuleText[]): string {
  return table(
    ['rule', 'profiles', 'metric', 'limit · lasting · severity', 'clears', 'basis', 'verified'],
    rules.map((text) => {
      const rule = compileRule(text, 1)
      return [
        `\`${text.id}\` ${text.name}`,
        (text.scope.profiles ?? []).join(', '),
        text.metric,
        levelTexts(rule).join('<br>'),
        clearText(rule),
        basisText(text.basis),
        text.basis.status === 'verified' ? 'yes' : 'no',
      ]
    }),
  )
}

function clearText({ clear, metric }: Rule): string {
  const lasting = clear.for === 0 ? 'at once' : `after ${formatDuration(clear.for)}`
  return clear.margin === 0 ? lasting : `${lasting}, ${clear.margin} ${METRICS[metric].unit} inside`
}

function basisText(basis: Basis): string {
  const clause = basis.status === 'verified' ? basis.clause : undefined
  return [basis.kind, basis.document, clause].filter((part) => part !== undefined).join(': ')
}

function detectionRuleTable(rules: readonly DetectionRuleText[], violations: ViolationCatalogue): string {
  return table(
    ['no.', 'rule', 'violation', 'severity', 'confidence', 'share of frames', 'lasting', 'same event within', 'remarks', 'basis', 'verified'],
    rules.map((text) => {
      const rule = compileDetectionRule(text, 1)
      const violation = violations.get(rule.type)
      return [
        String(violation?.number ?? ''),
        `\`${rule.id}\``,
        `\`${rule.type}\`${violation ? ` ${violation.zh} ${violation.en}` : ''}`,
        rule.severity,
        `≥ ${rule.minConfidence}`,
        rule.minShare === null ? '' : `≥ ${Math.round(rule.minShare * 100)} %`,
        rule.persistMs === 0 ? '' : formatDuration(rule.persistMs),
        formatDuration(rule.cooldownMs),
        [...detectionRemarks(rule), ...(violation?.note ? [violation.note] : [])].join('; '),
        basisText(text.basis),
        text.basis.status === 'verified' ? 'yes' : 'no',
      ]
    }),
  )
}

function otherViolations(violations: ViolationCatalogue): string {
  const others = [...violations.values()].filter((violation) => !violation.byDetection)
  return table(['no.', 'key', 'name', 'remarks'], others.map(({ number, key, zh, en, note }) => [String(number), `\`${key}\``, `${zh} ${en}`, note ?? '']))
}

function detectionRemarks(rule: DetectionRule): string[] {
  const parts = rule.zoneSeverities.map((entry) => `${entry.severity} in ${entry.zones[0]}`)
  if (rule.onlyIn.length > 0) parts.push(`only in ${rule.onlyIn[0]}`)
  const { hits, windows, schedule, night } = rule
  if (hits) parts.push(`${hits.count} hits in ${formatDuration(hits.withinMs)}`)
  if (windows) parts.push(`${windows.hit} of ${windows.of} windows of ${formatDuration(windows.lengthMs)}`)
  if (rule.byHours) parts.push('at the hours after closing, where the unit told its own')
  if (schedule) parts.push(`only ${spanText(schedule)}`)
  if (night) parts.push(`${spanText(night.during)}: ≥ ${night.minConfidence}${night.hits ? `, ${night.hits.count} hits` : ''}${night.asOne ? ', one alert a camera and night' : ''}`)
  if (rule.corroboration) parts.push(`${rule.corroboration.alone} until a second source within ${formatDuration(rule.corroboration.withinMs)}`)
  if (rule.reviewOnly) parts.push('review only')
  return parts
}

/** A schedule of every day by its first span, in Beijing time. */
function spanText(schedule: Schedule): string {
  const DAY = 86_400_000
  const time = (ms = 0) => new Date(ms % DAY).toISOString().slice(11, 16)
  // What runs over midnight into Monday stands at the beginning of the week, cut.
  const from = schedule[0] === 0 ? 2 : 0
  return `${time(schedule[from])}–${time(schedule[from + 1])}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

if (process.argv[1] === import.meta.filename) writeFileSync(RULES_DOCUMENT, rulesDocument(loadConfiguration()))
