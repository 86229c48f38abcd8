import { createHash } from 'node:crypto'
import type { Detection } from '../../domain/feed.ts'
import type { Picture } from '../../stores/redis/feed.ts'
import { isObject, type Rejection } from './readings.ts'
import { eventTimeOf } from './time.ts'

const MAX_PICTURE_BYTES = 2 * 1024 * 1024
const PHASES = ['start', 'update', 'end'] as const

export interface DetectedItem {
  readonly detection: Detection | null
  readonly picture: Picture | null
  readonly rejection: Rejection | null
}

/** Checks one native detection. A snapshot that cannot be used is rejected beside the detection, which is kept. */
export function readDetection(device: string, item: unknown, receivedAt: number): DetectedItem {
  const refuse = (detail: string): DetectedItem => ({ detection: null, picture: null, rejection: { type: 'invalid', detail } })
  if (!isObject(item)) return refuse('not an object')
  const time = eventTimeOf(item, receivedAt)
  if ('type' in time) return { detection: null, picture: null, rejection: time }
  if (!isText(item.id)) return refuse('id is not a text of 1 to 200 characters')
  if (!isText(item.type)) return refuse('type is not a text of 1 to 200 characters')
  const phase = PHASES.find((known) => known === (item.phase ?? 'start'))
  if (!phase) return refuse('phase is none of start, update and end')
  const confidence = share(item.confidence)
  if (confidence === undefined) return refuse('confidence is not a number from 0 to 1')
  const box = readBox(item.box)
  if (box === undefined) return refuse('box is not four numbers')
  const frames = readFrames(item.frames)
  if (frames === undefined) return refuse('frames is not {hit, total} with 0 <= hit <= total')
  const { picture, address, rejection } = readSnapshot(device, item.snapshot)
  const detection: Detection = {
    kind: 'detection', device, ts: time.ts, receivedAt, id: item.id, phase, type: item.type, confidence, box, frames,
    zone: isText(item.zone) ? item.zone : null,
    track: isText(item.track) ? item.track : typeof item.track === 'number' ? String(item.track) : null,
    model: isText(item.model) ? item.model : null,
    snapshot: picture?.sha256 ?? address,
  }
  return { detection, picture, rejection }
}

/** No control characters: they could be neither stored nor shown. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 200 && !/\p{Cc}/u.test(value)
}

/** Null where absent, undefined where it is no share. */
function share(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return null
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined
}

function readBox(value: unknown): Detection['box'] | undefined {
  if (value === undefined || value === null) return null
  if (!Array.isArray(value) || value.length !== 4 || !value.every((n) => typeof n === 'number' && Number.isFinite(n))) return undefined
  const [x, y, width, height] = value as [number, number, number, number]
  return [x, y, width, height]
}

function readFrames(value: unknown): Detection['frames'] | undefined {
  if (value === undefined || value === null) return null
  if (!isObject(value)) return undefined
  const { hit, total } = value
  if (typeof hit !== 'number' || typeof total !== 'number' || !(hit >= 0 && hit <= total)) return undefined
  return { hit, total }
}

function readSnapshot(device: string, value: unknown): { picture: Picture | null; address: string | null; rejection: Rejection | null } {
  const none = { picture: null, address: null, rejection: null }
  if (value === undefined || value === null) return none
  if (typeof value !== 'string') return { ...none, rejection: { type: 'invalid', detail: 'snapshot is neither base64 nor an address' } }
  if (/^https?:\/\//i.test(value)) return { ...none, address: value.slice(0, 2000) }
  const bytes = Buffer.from(value.replace(/^data:image\/jpeg;base64,/, ''), 'base64')
  if (bytes.length > MAX_PICTURE_BYTES) return { ...none, rejection: { type: 'too-large', detail: 'snapshot is larger than 2 MiB' } }
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return { ...none, rejection: { type: 'invalid', detail: 'snapshot is no JPEG' } }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { picture: { device, sha256, base64: bytes.toString('base64') }, address: null, rejection: null }
}
