import { z } from 'zod'
import { plainName, type MetricNames, type Spelling } from '../domain/metricNames.ts'
import { METRIC_NAMES, type MetricName } from '../domain/metrics.ts'
import { unitsOf } from '../domain/foreignUnits.ts'

const name = z.string().min(1).max(100).refine((text) => plainName(text) !== '', 'a name has at least one letter')

const entry = z.strictObject({
  metric: z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]]),
  unit: z.string(),
  names: z.array(name).min(1),
}).superRefine(({ metric, unit }, context) => {
  if (!unitsOf(metric).includes(unit))
    context.addIssue({ code: 'custom', path: ['unit'], message: `no unit of ${metric}: write ${unitsOf(metric).join(', ')}` })
})

/** Shape of metric-names.yaml; gives the names by their plain form. A name that stands in two places is refused. */
export const metricNameFile = z.strictObject({
  metrics: z.array(entry).min(1),
  ignored: z.array(name),
}).transform((file, context): MetricNames => {
  const spellings = new Map<string, Spelling>()
  const ignored = new Set(file.ignored.map(plainName))
  for (const [i, { metric, unit, names }] of file.metrics.entries()) {
    for (const [j, text] of names.entries()) {
      const plain = plainName(text)
      if (spellings.has(plain) || ignored.has(plain)) context.addIssue({ code: 'custom', path: ['metrics', i, 'names', j], message: `${text} is there already` })
      spellings.set(plain, { metric, unit, rank: spellings.size })
    }
  }
  return { spellings, ignored }
})
