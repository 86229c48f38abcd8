import type { Decoded, DecodedRejection, Source } from './decoder.ts'
import { reject } from './json.ts'
import { readQuantity } from './quantity.ts'
import { aliasKey, type Birth, type Declared } from './sparkplugBirth.ts'
import { valueOf, type SparkplugMetric, type SparkplugPayload } from './sparkplugPayload.ts'

interface Gathered {
  readonly source: Source
  readonly ts: number | undefined
  readonly values: Record<string, number>
}

/**
 * The readings of a BIRTH or DATA message by what the BIRTH declared: one for each sensing point and time. A metric
 * whose name or alias was not declared as one of ours says nothing to us.
 * @param birth whether these are the BIRTH's own values, of which null only means that there is none yet
 */
export function sparkplugReadings(source: Source, declared: Birth, payload: SparkplugPayload, birth: boolean): Decoded[] {
  const gathered = new Map<string, Gathered>()
  const rejections: DecodedRejection[] = []
  for (const metric of payload.metrics) {
    const one = declaredAs(declared, metric)
    if (!one) continue
    const value = valueOf(metric, one.type)
    if (value === undefined || (value === null && birth)) continue
    const quantity = readQuantity(one.name, one.spelling, value, metric.unit ?? one.unit)
    if (quantity === null) continue
    if ('value' in quantity) gather(gathered, source, one, metric.ts ?? payload.ts, quantity.value)
    else rejections.push(reject(pointOf(source, one), quantity.type, quantity.detail))
  }
  const readings = [...gathered.values()].map(({ source, ts, values }) => ({ kind: 'reading' as const, source, values, ...(ts === undefined ? {} : { ts }) }))
  return [...readings, ...rejections]
}

function declaredAs({ declared }: Birth, { name, alias }: SparkplugMetric): Declared | undefined {
  return name === null ? (alias === null ? undefined : declared.get(aliasKey(alias))) : declared.get(name)
}

/** A later value of the same metric at the same time is a reading of its own, which the door will compare with the first. */
function gather(gathered: Map<string, Gathered>, source: Source, one: Declared, ts: number | undefined, value: number): void {
  const point = pointOf(source, one)
  const { metric } = one.spelling
  const key = `${point[0] ?? ''} ${String(ts)}`
  const known = gathered.get(key)
  if (known && !Object.hasOwn(known.values, metric)) known.values[metric] = value
  else gathered.set(known ? `${key} ${gathered.size}` : key, { source: point, ts, values: { [metric]: value } })
}

/** `device:folder` for what lies in a folder, `device:name` for further metrics of a kind; the device itself for its own. */
function pointOf(source: Source, { name, folder, own }: Declared): Source {
  const inFolder = folder === '' ? [] : source.map((id) => `${id}:${folder}`)
  return own ? [...inFolder, ...source] : [...inFolder, ...source.map((id) => `${id}:${name}`)]
}
