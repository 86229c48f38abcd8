import { boxOf, type Box } from '../box.ts'
import type { Decoded, DecodedDetection, Decoder, Format, Message } from '../decoder.ts'
import { Episodes } from '../episodes.ts'
import { reject } from '../json.ts'
import { LocalTime } from '../localTime.ts'
import { at, labelOf, listOf, numberOf, textOf } from '../values.ts'
import { readEvents, timeOf, type DahuaEvent } from './event.ts'

const MAX_BYTES = 1024 * 1024
/** The grid that boxes lie on, whatever the picture's size. */
const GRID = 8191
/** An end is always sent, unless the line was down; a day is longer than anything lasts. */
const QUIET_MS = 24 * 3_600_000

/** What a device tells of its own running: nothing that was seen. */
const HOUSEKEEPING = new Set([
  'NTPAdjustTime', 'TimeChange', 'RtspSessionDisconnect', 'NewFile', 'InterVideoAccess', 'IntelliFrame', 'VideoMotionInfo', 'MDResult',
  'UpdateFile', 'SystemState', 'LoginFailure', 'StorageNotExist', 'StorageFailure', 'StorageLowSpace', 'StorageChange', 'RecordDelete',
  'ConfigChange', 'NetAbort', 'IPConflict', 'MacConflict', 'Reboot', 'RemoteUpgradeState', 'DGSErrorReport', 'AudioMutation', 'AudioAnomaly',
  'AlarmOutput', 'AlarmLocal', 'LeFunctionStatusSync', 'TimeTable', 'PowerFault', 'BatteryLowPower',
])

class DahuaDecoder implements Decoder {
  readonly #localTime: LocalTime
  readonly #episodes = new Episodes(QUIET_MS)

  constructor(timeZone: string) {
    this.#localTime = new LocalTime(timeZone)
  }

  decode(message: Message): readonly Decoded[] {
    const { payload, receivedAt } = message
    if (message.retained || payload.length === 0 || /^image\//i.test(message.contentType ?? '')) return []
    if (payload.length > MAX_BYTES) return [reject([], 'too-large', `${payload.length} bytes, at most ${MAX_BYTES}`)]
    const text = payload.toString('utf8').trim()
    if (text === '') return []
    if (/^Heartbeat\b/i.test(text)) return [{ kind: 'status', source: [], online: true }]
    const events = readEvents(text)
    return events.length === 0 ? [reject([], 'unparsable', 'no event of the form Code=…;action=…;index=…')] : events.flatMap((event) => this.#event(event, receivedAt))
  }

  #event(event: DahuaEvent, now: number): readonly Decoded[] {
    const { code, action, data } = event
    const source = [`channel-${event.index + 1}`]
    const ts = timeOf(data, this.#localTime)
    const time = ts === null ? {} : { ts }
    if (HOUSEKEEPING.has(code)) return []
    const broken = event.broken ? [reject(source, 'unparsable', `the data of ${code} is no JSON`)] : []
    if (code === 'VideoLoss') return [{ kind: 'status', source, ...time, online: action === 'Stop' }, ...broken]
    const key = [code, event.index, nameOf(data) ?? ''].join('|')
    if (action === 'Stop') {
      const ended = this.#episodes.end(key)
      return ended === null ? broken : [{ ...seen(data), kind: 'detection', source, ...time, ...ended, phase: 'end' }, ...broken]
    }
    const fresh = () => ({ id: idOf(event, ts ?? now), type: typeOf(event), ...trackOf(data) })
    if (action === 'Start') {
      const { episode, phase } = this.#episodes.begin(key, now, fresh)
      return [{ ...seen(data), kind: 'detection', source, ...time, ...episode, phase }, ...broken]
    }
    // A pulse has no length: it begins and ends at once.
    const pulse: DecodedDetection = { ...seen(data), kind: 'detection', source, ...time, ...fresh(), phase: 'start' }
    return [pulse, { ...pulse, phase: 'end' }, ...broken]
  }
}

/** Counters of a camera start again when it does, so the time is part of the id. */
function idOf({ code, index, data }: DahuaEvent, began: number): string {
  const number = textOf(at(data, 'EventID')) ?? textOf(at(data, 'EventSeq')) ?? nameOf(data)
  return [code, index, began, ...(number === null ? [] : [number])].join('~').slice(0, 200)
}

/** With what a rule looks for, or the kind of object: `WorkClothesDetection/Mask`, `CrossRegionDetection/Human`. */
function typeOf({ code, data }: DahuaEvent): string {
  const kind = code === 'WorkClothesDetection' ? textOf(at(data, 'Type')) : textOf(at(objectOf(data), 'ObjectType'))
  return labelOf(code, kind === null || /^unknown$/i.test(kind) ? null : kind)
}

function objectOf(data: unknown): unknown {
  return at(data, 'Object') ?? listOf(at(data, 'Objects'))[0] ?? listOf(at(data, 'object'))[0]
}

/** `HumamID` is how most firmwares write it. */
function trackOf(data: unknown): { track?: string } {
  const object = objectOf(data)
  const track = [at(object, 'ObjectID'), at(object, 'HumamID'), at(object, 'HumanID'), at(object, 'VehicleID'), at(data, 'ObjectID')].map(textOf).find((id) => id !== null && id !== '0')
  return track === undefined || track === null ? {} : { track }
}

function nameOf(data: unknown): string | null {
  return textOf(at(data, 'Name')) ?? textOf(listOf(at(data, 'RegionName'))[0])
}

function seen(data: unknown): Pick<DecodedDetection, 'confidence' | 'box' | 'zone'> {
  const object = objectOf(data)
  const confidence = confidenceOf(at(object, 'Confidence'))
  const box = frameOf(at(object, 'BoundingBox') ?? at(object, 'Rect'))
  const zone = nameOf(data)
  // A camera's own names of areas and rules say nothing; only a name that a person gave is a zone.
  const named = zone !== null && !/^(?:region|rule|window|IVS|SMD|\w+Detection|区域|规则)[\s_-]*\d*$/i.test(zone)
  return { ...(confidence !== null && { confidence }), ...(box !== null && { box }), ...(named && { zone }) }
}

/** From 1 to 255; 0 means that the camera does not know. */
function confidenceOf(value: unknown): number | null {
  const number = numberOf(value)
  if (number === null || number <= 0 || number > 255) return null
  return number < 1 ? number : Math.round((number / 255) * 1000) / 1000
}

/** Left, top, right and bottom on the grid. Cameras that write one field a line give the places by number. */
function frameOf(value: unknown): Box | null {
  const places = Array.isArray(value) ? value : ['0', '1', '2', '3'].map((place) => at(value, place))
  const [left, top, right, bottom] = places.length === 4 ? places.map((place) => numberOf(place)) : []
  if (typeof left !== 'number' || typeof top !== 'number' || typeof right !== 'number' || typeof bottom !== 'number') return null
  return boxOf([left, top, right - left, bottom - top].map((side) => side / GRID))
}

export const dahua: Format = {
  id: 'dahua',
  topics: [],
  prefix: null,
  vouches: true,
  create: ({ timeZone }) => new DahuaDecoder(timeZone),
}
