import type { Decoded, DecodedDetection, Decoder, Format, Message } from './decoder.ts'
import { Episodes } from './episodes.ts'
import { isObject, readJsonObject, reject } from './json.ts'
import { notificationsIn, truthOf } from './onvif/notification.ts'
import { at, labelOf, numberOf, textOf } from './values.ts'
import { parseXml } from './xml.ts'

const QUIET_MS = 24 * 3_600_000
/** `…ScenarioANY` repeats what its scenarios say, `…Threshold` and counters say nothing was seen. */
const SCENARIO = /ObjectAnalytics\/(?:\w+:)?(Device(\d+)Scenario\d+)$/

interface Happening {
  readonly topic: string
  readonly ts: number | string | null
  readonly serial: string | null
  readonly data: Readonly<Record<string, unknown>>
}

/** Scenarios of AXIS Object Analytics, as the camera's MQTT client publishes its events. */
class AxisDecoder implements Decoder {
  readonly #episodes = new Episodes(QUIET_MS)

  decode(message: Message): readonly Decoded[] {
    if (message.retained || message.payload.length === 0) return []
    const read = happeningsOf(message)
    return 'kind' in read ? [read] : read.happenings.flatMap((happening) => this.#tell(happening, message))
  }

  #tell({ topic, ts, serial, data }: Happening, message: Message): readonly Decoded[] {
    const [, scenario, device] = SCENARIO.exec(topic) ?? []
    if (scenario === undefined || device === undefined) return []
    const state = truthOf(data.active)
    // Counts of people and of time spent have no `active`.
    if (state === null) return data.active === undefined ? [] : [reject(serial === null ? [] : [serial], 'invalid', 'active is neither 0 nor 1')]
    const name = serial ?? serialIn(message.topic)
    const source = name === null ? [`device-${device}`] : [`${name}:${device}`, name]
    const key = `${source[0]}|${scenario}`
    const seen: Pick<DecodedDetection, 'kind' | 'source' | 'ts'> = { kind: 'detection', source, ...(ts !== null && { ts }) }
    if (!state) {
      const ended = this.#episodes.end(key)
      return ended === null ? [] : [{ ...seen, ...ended, phase: 'end' }]
    }
    const track = textOf(data.objectId)
    const { episode, phase } = this.#episodes.begin(key, message.receivedAt, () => ({
      id: [scenario, source[0], ts ?? message.receivedAt].join('~').slice(0, 200),
      type: labelOf(scenario, textOf(data.scenarioName) ?? textOf(data.name), textOf(data.classTypes)), ...(track !== null && { track }),
    }))
    return [{ ...seen, ...episode, phase }]
  }
}

function happeningsOf(message: Message): { readonly happenings: readonly Happening[] } | ReturnType<typeof reject> {
  if (message.payload[0] === 0x3c) {
    const parsed = parseXml(message.payload)
    if ('rejection' in parsed) return parsed.rejection
    const told = notificationsIn(parsed.root).filter(({ operation }) => operation !== 'Initialized' && operation !== 'Deleted')
    return { happenings: told.map(({ topic, ts, data }) => ({ topic, ts, serial: null, data })) }
  }
  const parsed = readJsonObject(message)
  if ('rejection' in parsed) return parsed.rejection
  const event = at(parsed.object, 'event') ?? at(parsed.object, 'params', 'notification') ?? parsed.object
  const data = at(event, 'message', 'data')
  if (!isObject(data)) return reject([], 'invalid', 'no message.data')
  return { happenings: [{ topic: textOf(at(event, 'topic')) ?? message.topic, ts: timeOf(event, data), serial: textOf(at(event, 'serial')), data }] }
}

/** Milliseconds, often as text; absent in some firmwares, which may tell when the rule was triggered. */
function timeOf(event: unknown, data: Readonly<Record<string, unknown>>): number | string | null {
  const written = at(event, 'timestamp')
  const ms = numberOf(written)
  return ms !== null ? Math.round(ms) : textOf(written) ?? textOf(data.triggerTime)
}

/** What stands before `/event/`: `axis/B8A44F941234` unless the camera was given another prefix. */
function serialIn(topic: string): string | null {
  const [, before] = /^(.+?)\/event\//.exec(topic) ?? []
  return textOf(before?.split('/').at(-1))
}

export const axis: Format = {
  id: 'axis',
  topics: ['+/event/#', 'event/#'],
  prefix: 'axis',
  create: () => new AxisDecoder(),
}
