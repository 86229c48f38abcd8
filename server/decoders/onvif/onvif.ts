import type { Decoded, DecodedDetection, Decoder, Format, Message } from '../decoder.ts'
import { Episodes } from '../episodes.ts'
import { isObject, readJsonObject, reject } from '../json.ts'
import { at, labelOf, textOf } from '../values.ts'
import { parseXml } from '../xml.ts'
import { notificationsIn, truthOf, type Notification } from './notification.ts'

const MARK = '/onvif-ej/'
/** A property changes back some day; what has not after a day was lost. */
const QUIET_MS = 24 * 3_600_000
/** Data items that say whether something is the case, where the value alone (0 or 1) would not show it. */
const STATES = new Set(['State', 'IsMotion', 'IsInside', 'IsTamper', 'LogicalState', 'active', 'Active', 'Alarm', 'IsSoundDetected'])
/** What a device tells of its own running, its inputs and its recordings. */
const HOUSEKEEPING = /^(?:Device|Monitoring|Media|MediaControl|Media2|RecordingConfig|RecordingHistory|Recording|PTZController|Configuration|AdvancedSecurity|UserAlarm|Credential|AccessControl|Door|Schedule|EventBroker)(?:\/|$)/
const CHANNELS = ['VideoSource', 'VideoSourceToken', 'VideoSourceConfigurationToken', 'Token'] as const

class OnvifDecoder implements Decoder {
  readonly #episodes = new Episodes(QUIET_MS)

  decode(message: Message): readonly Decoded[] {
    const place = message.topic.indexOf(MARK)
    if (place < 1 || message.retained || message.payload.length === 0) return []
    const device = textOf(message.topic.slice(0, place))
    if (device === null) return [reject([], 'invalid', 'the topic prefix is no name')]
    const read = notificationsOf(message, message.topic.slice(place + MARK.length))
    return 'kind' in read ? [{ ...read, source: [device] }] : read.notifications.flatMap((notification) => this.#tell(device, notification, message.receivedAt))
  }

  #tell(device: string, notification: Notification, now: number): readonly Decoded[] {
    const { topic, data, ts } = notification
    if (notification.operation === 'Initialized' || notification.operation === 'Deleted' || HOUSEKEEPING.test(topic)) return []
    const channel = CHANNELS.map((name) => textOf(notification.source[name])).find((token) => token !== null)
    const source = channel === undefined || channel === null ? [device] : [`${device}:${channel}`, device]
    const time = ts === null ? {} : { ts }
    const state = stateOf(data)
    if (/^VideoSource\/(?:SignalLoss|ConnectionFailed)/.test(topic) && state !== null) return [{ kind: 'status', source: source.slice(0, 1), ...time, online: !state }]

    const rule = textOf(notification.source.Rule) ?? textOf(notification.source.RuleName)
    const track = textOf(data.ObjectId) ?? textOf(data.ObjectID)
    const key = [device, topic, channel ?? '', rule ?? '', track ?? ''].join('|')
    const fresh = () => ({
      id: [topic, channel ?? '', rule ?? '', track ?? '', ts ?? now].join('~').slice(-200), type: labelOf(topic, rule), ...(track !== null && { track }),
    })
    const seen: Pick<DecodedDetection, 'kind' | 'source' | 'ts' | 'confidence'> = { kind: 'detection', source, ...time, ...likelihoodOf(data) }
    if (state === null) {
      const pulse: DecodedDetection = { ...seen, ...fresh(), phase: 'start' }
      return [pulse, { ...pulse, phase: 'end' }]
    }
    if (state) {
      const { episode, phase } = this.#episodes.begin(key, now, fresh)
      return [{ ...seen, ...episode, phase }]
    }
    const ended = this.#episodes.end(key)
    return ended === null ? [] : [{ ...seen, ...ended, phase: 'end' }]
  }
}

function notificationsOf(message: Message, rest: string): { readonly notifications: readonly Notification[] } | ReturnType<typeof reject> {
  if (message.payload[0] === 0x3c) {
    const parsed = parseXml(message.payload)
    return 'root' in parsed ? { notifications: notificationsIn(parsed.root) } : parsed.rejection
  }
  const parsed = readJsonObject(message)
  if ('rejection' in parsed) return parsed.rejection
  const topic = textOf(rest.replace(/\/?&.*$/s, ''))
  if (topic === null) return reject([], 'invalid', 'the topic names no event')
  const [source, data] = [at(parsed.object, 'Source') ?? {}, at(parsed.object, 'Data') ?? {}]
  if (!isObject(source) || !isObject(data)) return reject([], 'invalid', 'Source or Data is no object')
  return { notifications: [{ topic, source, data, ts: textOf(at(parsed.object, 'UtcTime')), operation: textOf(at(parsed.object, 'PropertyOperation')) }] }
}

/** Whether what the event is about is the case; null for an event that only happens, as a line that is crossed. */
function stateOf(data: Readonly<Record<string, unknown>>): boolean | null {
  for (const [name, value] of Object.entries(data).slice(0, 50)) {
    const plain = typeof value === 'boolean' || (typeof value === 'string' && /^(?:true|false)$/i.test(value))
    const truth = plain || STATES.has(name) ? truthOf(value) : null
    if (truth !== null) return truth
  }
  return null
}

function likelihoodOf(data: Readonly<Record<string, unknown>>): { confidence?: number } {
  const likelihood = Number(textOf(data.Likelihood) ?? Number.NaN)
  return likelihood > 0 && likelihood <= 1 ? { confidence: likelihood } : {}
}

export const onvif: Format = {
  id: 'onvif',
  topics: ['onvif-ej/#'],
  prefix: '+',
  create: () => new OnvifDecoder(),
}
