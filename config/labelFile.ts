import { z } from 'zod'
import type { ViolationLabels } from '../domain/violationLabel.ts'
import type { Violation } from '../domain/violation.ts'

const table = z.record(z.string().min(1).max(200), z.string().min(1).nullable())

/** Shape of labels.yaml: for each format that cameras come by, what its labels mean. */
export const labelFile = z.strictObject({
  native: table, frigate: table, hikvision: table, dahua: table, onvif: table, axis: table,
})
export type LabelFile = z.output<typeof labelFile>

/** The tables for looking up: in lower case, and with every key of the catalogue that a camera can see for itself. */
export function completedLabels(file: LabelFile, violations: readonly Violation[]): ViolationLabels {
  const keys = violations.filter((violation) => violation.byDetection).map(({ key }) => [key, key] as const)
  return new Map(Object.entries(file).map(([format, labels]) =>
    [format, new Map<string, string | null>([...keys, ...Object.entries(labels).map(([label, key]) => [label.toLowerCase(), key] as const)])]))
}

/**
 * A label must mean one thing, and something that a camera can see. A key of the catalogue means itself: an alert
 * under that name that is none, or another, would mislead whoever reads it.
 */
export function labelProblems(file: LabelFile, violations: readonly Violation[]): string[] {
  const known = new Map(violations.map((violation) => [violation.key, violation]))
  return Object.entries(file).flatMap(([format, labels]) => {
    const seen = new Set<string>()
    return Object.entries(labels).flatMap(([label, key]) => {
      const place = `labels.yaml: ${format}.${label}`
      const repeated = seen.has(label.toLowerCase())
      seen.add(label.toLowerCase())
      return [
        ...(repeated ? [`${place}: is there already, in other case`] : []),
        ...(key !== null && !known.has(key) ? [`${place}: no such violation: ${key}`] : []),
        ...(key !== null && known.get(key)?.byDetection === false ? [`${place}: ${key} is nothing that a camera can see`] : []),
        ...(known.has(label.toLowerCase()) && key !== label.toLowerCase() ? [`${place}: is a key of the catalogue and means itself`] : []),
      ]
    })
  })
}
