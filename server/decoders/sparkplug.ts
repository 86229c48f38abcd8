import sparkplugPayload from 'sparkplug-payload/lib/sparkplugbpayload.js'
import type { MetricNames } from '../../domain/metricNames.ts'
import type { Decoded, Decoder, Format, Message, Source } from './decoder.ts'
import { reject } from './json.ts'
import { noKnownMetric } from './measurements.ts'
import { readBirth, type Birth } from './sparkplugBirth.ts'
import { SparkplugNodes, type SparkplugNode } from './sparkplugNodes.ts'
import { readPayload, valueOf, type SparkplugPayload } from './sparkplugPayload.ts'
import { sparkplugReadings } from './sparkplugReadings.ts'

const MAX_BYTES = 1024 * 1024
const REBIRTH_EVERY_MS = 10_000
const SEQUENCE = 256
const TOPIC = /^spBv1\.0\/([^/+#]{1,200})\/([ND](?:BIRTH|DATA|DEATH))\/([^/+#]{1,200})(?:\/([^/+#]{1,200}))?$/
/** What hosts say of themselves, and what they order: neither measures anything. */
const OF_HOSTS = /^spBv1\.0\/(?:STATE\/|[^/]+\/[ND]CMD\/)/

/** An edge node, or a device behind one. */
interface Subject {
  readonly group: string
  readonly node: string
  /** Null of the node itself. */
  readonly device: string | null
  readonly source: Source
}

/** What a message comes to; without the BIRTH it needs, we ask for a rebirth. */
interface Outcome {
  readonly decoded: readonly Decoded[]
  readonly needsBirth: boolean
}

/** Eclipse Sparkplug B 3.0. */
export const sparkplug = (names: MetricNames): Format => ({
  id: 'sparkplug',
  topics: [
    'spBv1.0/+/NBIRTH/+', 'spBv1.0/+/NDATA/+', 'spBv1.0/+/NDEATH/+',
    'spBv1.0/+/DBIRTH/+/+', 'spBv1.0/+/DDATA/+/+', 'spBv1.0/+/DDEATH/+/+',
  ],
  prefix: null,
  create: () => new SparkplugDecoder(names),
})

class SparkplugDecoder implements Decoder {
  readonly #names: MetricNames
  readonly #nodes = new SparkplugNodes()

  constructor(names: MetricNames) {
    this.#names = names
  }

  decode(message: Message): readonly Decoded[] {
    if (message.retained || OF_HOSTS.test(message.topic)) return []
    const [, group, type, node, device = null] = TOPIC.exec(message.topic) ?? []
    if (group === undefined || type === undefined || node === undefined || (device === null) === type.startsWith('D'))
      return [reject([], 'invalid', 'the topic is none of Sparkplug B')]
    const subject: Subject = { group, node, device, source: device === null ? [`${group}/${node}`, node] : [`${group}/${node}/${device}`, `${node}/${device}`, device] }
    if (message.payload.length > MAX_BYTES) return [reject(subject.source, 'too-large', 'larger than 1 MiB')]
    const payload = readPayload(message.payload)
    if (payload === null) return [reject(subject.source, 'unparsable', 'no Sparkplug B payload')]
    const state = this.#nodes.of(group, node)
    const missed = missedBefore(type, state, payload.seq)
    const { decoded, needsBirth } = this.#outcome(type, subject, state, payload)
    return missed || needsBirth ? [...decoded, ...askRebirth(subject, state, message.receivedAt)] : decoded
  }

  #outcome(type: string, subject: Subject, state: SparkplugNode, payload: SparkplugPayload): Outcome {
    switch (type) {
      case 'NBIRTH':
      case 'DBIRTH':
        return this.#born(subject, state, payload)
      case 'NDEATH':
        return { decoded: nodeDied(subject, state, payload), needsBirth: false }
      case 'DDEATH':
        state.devices.delete(subject.device ?? '')
        return { decoded: [{ kind: 'status', source: subject.source, online: false, ...at(payload.ts) }], needsBirth: false }
      default:
        return data(type, subject, state, payload)
    }
  }

  #born(subject: Subject, state: SparkplugNode, payload: SparkplugPayload): Outcome {
    const birth = readBirth(this.#names, payload.metrics)
    if (subject.device !== null) this.#nodes.deviceBorn(state, subject.device, birth)
    else {
      state.birth = birth
      state.bdSeq = bdSeqOf(payload)
      // The devices behind a node are born anew after it.
      state.devices.clear()
    }
    const status: Decoded = { kind: 'status', source: subject.source, online: true, ...at(payload.ts) }
    const unknown = birth.declared.size === 0 && birth.unknown.length > 0 ? [noKnownMetric(subject.source, birth.unknown)] : []
    return { decoded: [status, ...sparkplugReadings(subject.source, birth, payload, true), ...unknown], needsBirth: state.birth === null }
  }
}

function data(type: string, subject: Subject, state: SparkplugNode, payload: SparkplugPayload): Outcome {
  const birth: Birth | null = (subject.device === null ? state.birth : state.devices.get(subject.device)) ?? null
  if (birth) return { decoded: sparkplugReadings(subject.source, birth, payload, false), needsBirth: false }
  return { decoded: [reject(subject.source, 'invalid', `${type} before its BIRTH: a rebirth is asked for`)], needsBirth: true }
}

/** The node's last will; one that belongs to an earlier connection than the last NBIRTH's says nothing. Its time is that of connecting. */
function nodeDied({ source, group, node }: Subject, state: SparkplugNode, payload: SparkplugPayload): Decoded[] {
  const bdSeq = bdSeqOf(payload)
  if (bdSeq !== null && state.bdSeq !== null && bdSeq !== state.bdSeq) return []
  const devices = [...state.devices.keys()].map((device) => [`${group}/${node}/${device}`, `${node}/${device}`, device])
  Object.assign(state, { birth: null, seq: null })
  state.devices.clear()
  return [source, ...devices].map((source) => ({ kind: 'status', source, online: false }))
}

function bdSeqOf(payload: SparkplugPayload): number | null {
  const metric = payload.metrics.find(({ name }) => name === 'bdSeq')
  const value = metric ? valueOf(metric, null) : null
  return typeof value === 'number' ? value : null
}

/** Whether a message was missed before this one. A repeat of the last one is none. */
function missedBefore(type: string, state: SparkplugNode, seq: number | null): boolean {
  if (type === 'NDEATH' || seq === null) return false
  const last = state.seq
  state.seq = seq
  return type !== 'NBIRTH' && last !== null && seq !== last && seq !== (last + 1) % SEQUENCE
}

/** The command for a rebirth, not more often than every ten seconds for a node: its births may be on their way. */
function askRebirth({ group, node }: Subject, state: SparkplugNode, now: number): Decoded[] {
  if (state.askedAt !== null && now >= state.askedAt && now - state.askedAt < REBIRTH_EVERY_MS) return []
  state.askedAt = now
  const command = sparkplugPayload.encodePayload({ timestamp: now, metrics: [{ name: 'Node Control/Rebirth', type: 'Boolean', value: true }] })
  return [{ kind: 'reply', topic: `spBv1.0/${group}/NCMD/${node}`, payload: Buffer.from(command) }]
}

function at(ts: number | undefined): { readonly ts?: number } {
  return ts === undefined ? {} : { ts }
}
