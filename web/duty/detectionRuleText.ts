import type { DetectionRuleInput } from '../../domain/detectionRule.ts'
import { parseDuration } from '../../domain/duration.ts'
import { subjectOf, type Wordbook } from '../screen/alertText.ts'
import { spanText } from '../screen/finding.ts'

const msOf = (duration: string | number | undefined): number => parseDuration(duration ?? 0) ?? 0
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

/** What a rule about detections asks before it believes a camera, then what else there is to it. */
export function detectionSentences(rule: DetectionRuleInput, words: Wordbook): string[] {
  const say = (key: string, values: Record<string, string | number> = {}): string => words.t(`duty.ruleSees.${key}`, values)
  const span = (duration: string | number | undefined): string => spanText(msOf(duration), words)
  const asked = [say('confidence', { share: percent(rule.minConfidence ?? 0.5) })]
  if (rule.minShare !== undefined) asked.push(say('frames', { share: percent(rule.minShare) }))
  if (msOf(rule.persist) > 0) asked.push(say('lasting', { span: span(rule.persist) }))
  if (rule.hits) asked.push(say('hits', { count: rule.hits.count, span: span(rule.hits.within) }))
  if (rule.windows) asked.push(say('windows', { hit: rule.windows.hit, of: rule.windows.of, span: span(rule.windows.length) }))
  const subject = subjectOf({ metric: null, type: rule.type, ruleName: rule.name }, words)
  const sentences = [
    say('asks', { subject, asked: asked.join(words.locale === 'en' ? ', ' : '，'), severity: words.t(`severity.${rule.severity}`) }),
    say('cooldown', { span: span(rule.cooldown) }),
  ]
  if (rule.onlyIn) sentences.push(say('onlyIn', { zone: rule.onlyIn.join('、') }))
  for (const { zones, severity } of rule.zoneSeverities ?? []) sentences.push(say('zone', { zone: zones.join('、'), severity: words.t(`severity.${severity}`) }))
  if (rule.corroboration) sentences.push(say('corroboration', { severity: words.t(`severity.${rule.corroboration.alone}`), span: span(rule.corroboration.within) }))
  if (rule.schedule) sentences.push(say(rule.byHours === true ? 'closed' : 'schedule'))
  if (rule.night) sentences.push(say(rule.night.asOne === true ? 'nightAsOne' : 'night', { share: percent(rule.night.minConfidence ?? rule.minConfidence ?? 0.5) }))
  if (rule.reviewOnly === true) sentences.push(say('reviewOnly'))
  return sentences
}
