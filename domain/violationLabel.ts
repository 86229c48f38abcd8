/**
 * What cameras and their servers call things, by format: the label in lower case, to a key of the violation catalogue,
 * or to null for what is no violation but context (a person, motion).
 */
export type ViolationLabels = ReadonlyMap<string, ReadonlyMap<string, string | null>>

/** A violation of the catalogue; something seen that is none; or a label that nobody has mapped yet. */
export type LabelMeaning = { readonly violation: string } | 'context' | 'unmapped'

/**
 * What a label means. One of several parts (`RuleEngine/LineDetector/Crossed/no mask`, `fielddetection/human`) is looked
 * up whole; else the longest beginning or the last part that is a violation decides; else context, if any part is.
 */
export function violationOfLabel(labels: ViolationLabels, format: string, label: string): LabelMeaning {
  const table = labels.get(format)
  if (table === undefined) return 'unmapped'
  const whole = label.toLowerCase()
  const exact = table.get(whole)
  if (exact !== undefined) return exact === null ? 'context' : { violation: exact }
  const parts = whole.split('/').slice(0, 20)
  const candidates = [parts.at(-1) ?? '', ...parts.slice(1).map((_, i) => parts.slice(0, parts.length - 1 - i).join('/'))]
  const meanings = candidates.map((candidate) => table.get(candidate)).filter((meaning) => meaning !== undefined)
  const violation = meanings.find((meaning) => meaning !== null)
  if (violation !== undefined && violation !== null) return { violation }
  return meanings.length > 0 ? 'context' : 'unmapped'
}
