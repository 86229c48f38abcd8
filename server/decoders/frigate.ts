import { boxOf } from './box.ts'
import type { Decoded, DecodedDetection, Decoder, Format, Message } from './decoder.ts'
import { isObject, readJsonObject, reject } from './json.ts'
import { pictureOf } from './picture.ts'
import { Recent } from './recent.ts'
import { at, listOf, numberOf, textOf } from './values.ts'

const PREFIX = 'frigate'
const PHASES: Readonly<Record<string, DecodedDetection['phase']>> = { new: 'start', update: 'update', end: 'end' }
/** A picture belongs to the last event of its camera and object if that was heard of within this time. */
const FRESH_MS = 30_000
const MOST_EVENTS = 2_000
const MOST_CAMERAS = 500

/** What a later message about the same event needs to know. */
interface Remembered {
  readonly detection: DecodedDetection
  readonly heardAt: number
  /** Only reviews have told of it so far. */
  readonly byReview: boolean
}

/** Frigate's tracked objects. Frames, counts and switches under the same prefix are none of ours. */
class FrigateDecoder implements Decoder {
  readonly #prefix: string
  readonly #byId = new Recent<Remembered>(MOST_EVENTS)
  /** Id of the last event of a camera and object. */
  readonly #lastOf = new Recent<string>(MOST_EVENTS)

  constructor(prefix: string) {
    this.#prefix = `${prefix}/`
  }

  decode(message: Message): readonly Decoded[] {
    if (message.retained || message.payload.length === 0 || !message.topic.startsWith(this.#prefix)) return []
    const levels = message.topic.slice(this.#prefix.length).split('/')
    const [first = '', second = '', third = ''] = levels
    if (levels.length === 1 && first === 'available') return availability([], message.payload.toString('latin1'))
    if (levels.length === 1 && first === 'events') return this.#json(message, (value) => this.#event(value, message.receivedAt))
    if (levels.length === 1 && first === 'reviews') return this.#json(message, (value) => this.#review(value, message.receivedAt))
    if (levels.length === 1 && first === 'stats') return this.#json(message, cameras)
    if (levels.length === 3 && second === 'status' && third === 'detect') return availability([first], message.payload.toString('latin1'))
    if (levels.length === 3 && third === 'snapshot') return this.#snapshot(first, second, message)
    return []
  }

  #json(message: Message, read: (value: unknown) => readonly Decoded[]): readonly Decoded[] {
    const parsed = readJsonObject(message)
    return 'object' in parsed ? read(parsed.object) : [parsed.rejection]
  }

  #event(value: unknown, now: number): readonly Decoded[] {
    const phase = PHASES[String(at(value, 'type'))]
    const after = at(value, 'after')
    const [id, camera, label] = [textOf(at(after, 'id')), textOf(at(after, 'camera')), textOf(at(after, 'label'))]
    if (phase === undefined) return [reject([], 'invalid', 'type is none of new, update and end')]
    if (id === null || camera === null || label === null) return [reject(camera === null ? [] : [camera], 'invalid', 'after has no id, camera and label')]
    // Not yet believed by Frigate itself. Once believed, an object is never doubted again.
    if (at(after, 'false_positive') === true && this.#byId.get(id) === undefined) return []
    const ts = phase === 'start' ? time(after, 'start_time', 'frame_time') : phase === 'end' ? time(after, 'end_time', 'frame_time') : time(after, 'frame_time', 'start_time')
    if (ts === 'bad') return [reject([camera], 'bad-time', 'a time of the event is no number of seconds')]
    const zone = listOf(at(after, 'current_zones')).map(textOf).find((name) => name !== null)
    const confidence = confidenceOf(after)
    // `box` is in pixels of a picture whose size no message names: left out rather than guessed. `data.box` is in shares.
    const box = boxOf(listOf(at(after, 'data', 'box')).map(numberOf))
    return [this.#keep({
      kind: 'detection', source: [camera], id, phase, type: label,
      ...(ts !== null && { ts }), ...(confidence !== null && { confidence }), ...(box !== null && { box }), ...(zone !== undefined && { zone }),
    }, now, false)]
  }

  /**
   * A review is a frame about events that are told by themselves. It adds only those nobody told of, under their own
   * ids, so that nothing is doubled when they are told after all; and only where it has one kind of object, since it
   * does not say which event is which.
   */
  #review(value: unknown, now: number): readonly Decoded[] {
    const phase = PHASES[String(at(value, 'type'))]
    const after = at(value, 'after')
    const camera = textOf(at(after, 'camera'))
    if (phase === undefined || camera === null) return [reject([], 'invalid', 'a review without a known type or a camera')]
    const ts = phase === 'end' ? time(after, 'end_time') : time(after, 'start_time')
    if (ts === 'bad') return [reject([camera], 'bad-time', 'a time of the review is no number of seconds')]
    const labels = new Set(listOf(at(after, 'data', 'objects')).slice(0, 100).map((name) => textOf(name)?.replace(/-verified$/, '')))
    const [label] = labels
    if (labels.size !== 1 || label === undefined) return []
    const zone = listOf(at(after, 'data', 'zones')).map(textOf).find((name) => name !== null)
    return listOf(at(after, 'data', 'detections')).slice(0, 100).flatMap((event) => {
      const id = textOf(event)
      if (id === null || this.#byId.get(id)?.byReview === false) return []
      return [this.#keep({ kind: 'detection', source: [camera], id, phase, type: label, ...(ts !== null && { ts }), ...(zone !== undefined && { zone }) }, now, true)]
    })
  }

  #snapshot(camera: string, object: string, message: Message): readonly Decoded[] {
    const id = this.#lastOf.get(`${camera}/${object}`)
    const known = id === undefined ? undefined : this.#byId.get(id)
    if (known === undefined || message.receivedAt - known.heardAt > FRESH_MS) return []
    const picture = pictureOf(message.payload)
    if (!('snapshot' in picture)) return [{ ...picture, source: [camera] }]
    const phase = known.detection.phase === 'end' ? 'end' : 'update'
    return [{ ...known.detection, phase, snapshot: picture.snapshot }]
  }

  #keep(detection: DecodedDetection, heardAt: number, byReview: boolean): DecodedDetection {
    this.#byId.set(detection.id, { detection, heardAt, byReview })
    this.#lastOf.set(`${detection.source[0]}/${detection.type}`, detection.id)
    return detection
  }
}

/** `stopped` and `offline` both mean that nothing is watched; a camera that is switched off says `disabled`. */
function availability(source: readonly string[], word: string): readonly Decoded[] {
  if (word === 'online') return [{ kind: 'status', source, online: true }]
  return word === 'offline' || word === 'stopped' ? [{ kind: 'status', source, online: false }] : []
}

/** Frigate before 0.13 has the cameras of its statistics at the top, among other things. */
function cameras(stats: unknown): readonly Decoded[] {
  const listed = at(stats, 'cameras') ?? stats
  if (!isObject(listed)) return [reject([], 'invalid', 'statistics are no object')]
  return [
    { kind: 'status', source: [], online: true },
    ...Object.entries(listed).slice(0, MOST_CAMERAS).flatMap(([name, camera]): Decoded[] => {
      const fps = at(camera, 'camera_fps')
      return textOf(name) === null || typeof fps !== 'number' ? [] : [{ kind: 'status', source: [name], online: fps > 0 }]
    }),
  ]
}

/** The first of these times that is there, in milliseconds; Frigate writes seconds with a fraction. */
function time(event: unknown, ...names: readonly string[]): number | null | 'bad' {
  const written = names.map((name) => at(event, name)).find((value) => value !== undefined && value !== null)
  if (written === undefined) return null
  return typeof written === 'number' && Number.isFinite(written * 1000) ? Math.round(written * 1000) : 'bad'
}

/** The best score so far; early messages of an event still have none and give that of the frame. */
function confidenceOf(event: unknown): number | null {
  const share = (value: unknown): value is number => typeof value === 'number' && value > 0 && value <= 1
  return [at(event, 'top_score'), at(event, 'score')].find(share) ?? null
}

export const frigate: Format = {
  id: 'frigate',
  topics: ['available', 'events', 'reviews', 'stats', '+/status/detect', '+/+/snapshot'],
  prefix: PREFIX,
  create: ({ prefix }) => new FrigateDecoder(prefix ?? PREFIX),
}
