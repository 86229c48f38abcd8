import type { Decoded, DecodedDetection, DecodedRejection, Decoder, Format, Message } from '../decoder.ts'
import { Episodes } from '../episodes.ts'
import { readJsonObject, reject } from '../json.ts'
import { LocalTime } from '../localTime.ts'
import { boundaryOf, MultipartParser, type Part } from '../multipart.ts'
import { isJpeg, pictureOf } from '../picture.ts'
import { parseXml } from '../xml.ts'
import { readAlert, type Alert } from './alert.ts'

/** A camera repeats itself about once a second while something lasts; many never say that it is over. */
const QUIET_MS = 30_000
/** In a stream the picture comes as the part behind its alert. */
const PICTURE_FOLLOWS_MS = 5_000
const MOST_PARTS = 50

interface Told {
  readonly detection: DecodedDetection
  readonly at: number
}

class HikvisionDecoder implements Decoder {
  readonly #localTime: LocalTime
  readonly #episodes = new Episodes(QUIET_MS)
  /** What the last alert said of each running event, to close those that never end. */
  readonly #last = new Map<string, DecodedDetection>()
  /** Waits for its picture. */
  #awaiting: Told | null = null

  constructor(timeZone: string) {
    this.#localTime = new LocalTime(timeZone)
  }

  decode(message: Message): readonly Decoded[] {
    if (message.retained || message.payload.length === 0) return []
    const boundary = boundaryOf(message.contentType)
    const out = boundary === null ? this.#part(message) : this.#parts(message, boundary)
    return [...this.#closed(message.receivedAt), ...out]
  }

  /** What the camera posted to us: an alert with its pictures beside it, of which the largest that fits is kept. */
  #parts(message: Message, boundary: string): Decoded[] {
    const parser = new MultipartParser(boundary)
    const parts = [...parser.push(message.payload), ...parser.end()].slice(0, MOST_PARTS)
    const [pictures, texts] = [parts.filter(isPicture), parts.filter((part) => !isPicture(part))]
    if (parts.length === 0) return [reject([], 'unparsable', 'multipart without a part')]
    const decoded = texts.flatMap(({ body, tooLarge }) => (tooLarge ? [reject([], 'too-large', 'a part is longer than 4 MiB')] : this.#alert({ ...message, payload: body })))
    this.#awaiting = null
    const best = pictures.filter((part) => !part.tooLarge && 'snapshot' in pictureOf(part.body)).sort((a, b) => b.body.length - a.body.length)[0]
    if (best === undefined) return pictures.length === 0 ? decoded : [...decoded, reject([], 'invalid', 'no picture beside the alert is a JPEG of at most 2 MiB')]
    const first = decoded.findIndex(({ kind }) => kind === 'detection')
    return decoded.map((item, i) => (i === first ? { ...item, ...pictureOf(best.body), kind: 'detection' } as DecodedDetection : item))
  }

  /** One part of the stream that we pull, or an alert that was posted bare. */
  #part(message: Message): Decoded[] {
    const { payload, receivedAt } = message
    if (!isJpeg(payload)) return this.#alert(message)
    const told = this.#awaiting
    this.#awaiting = null
    if (told === null || receivedAt - told.at > PICTURE_FOLLOWS_MS) return []
    const picture = pictureOf(payload)
    if (!('snapshot' in picture)) return [{ ...picture, source: told.detection.source }]
    return [{ ...told.detection, phase: told.detection.phase === 'end' ? 'end' : 'update', snapshot: picture.snapshot }]
  }

  #alert(message: Message): Decoded[] {
    const root = rootOf(message)
    if ('rejection' in root) return [root.rejection]
    const alert = readAlert(root.object, this.#localTime)
    if (alert === null) return [reject([], 'invalid', 'no EventNotificationAlert with an eventType')]
    if (/^heart\s?beat$/i.test(alert.eventType)) return online(alert)
    if (alert.eventType === 'videoloss') return alert.active ? [{ kind: 'status', source: alert.channel.length > 0 ? alert.channel : alert.source, ...timed(alert), online: false }] : online(alert)
    return this.#tell(alert, message.receivedAt)
  }

  #tell(alert: Alert, now: number): Decoded[] {
    const key = [alert.late ? 'late' : 'live', alert.source[0] ?? '', alert.eventType, alert.region ?? ''].join('|')
    if (!alert.active) return this.#end(key, timed(alert), now)
    const { episode, phase } = this.#episodes.begin(key, now, () => ({
      id: [alert.eventType, alert.source[0] ?? '', alert.region ?? '', alert.ts ?? now].join('~').slice(0, 200), type: alert.label,
    }))
    const detection: DecodedDetection = {
      kind: 'detection', source: alert.source, ...timed(alert), id: episode.id, phase, type: episode.type,
      ...(alert.box !== null && { box: alert.box }), ...(alert.zone !== null && { zone: alert.zone }),
    }
    this.#last.set(key, detection)
    this.#awaiting = { detection, at: now }
    return [detection]
  }

  #end(key: string, time: { ts?: number | string }, now: number): Decoded[] {
    const last = this.#last.get(key)
    this.#last.delete(key)
    if (this.#episodes.end(key) === null || last === undefined) return []
    const { ts: _, ...rest } = last
    const detection: DecodedDetection = { ...rest, ...time, phase: 'end' }
    this.#awaiting = { detection, at: now }
    return [detection]
  }

  /** Heartbeats come through all the time, so an event whose end never came is closed soon, as of when it last was. */
  #closed(now: number): Decoded[] {
    return this.#episodes.overdue(now).flatMap(({ key }): Decoded[] => {
      const last = this.#last.get(key)
      this.#last.delete(key)
      return last === undefined ? [] : [{ ...last, phase: 'end' }]
    })
  }
}

function isPicture({ contentType, body }: Part): boolean {
  return /^image\//i.test(contentType ?? '') || isJpeg(body)
}

function rootOf(message: Message): { readonly object: unknown } | { readonly rejection: DecodedRejection } {
  if (message.payload.subarray(0, 64).toString('latin1').trimStart().startsWith('{')) return readJsonObject(message)
  const parsed = parseXml(message.payload)
  return 'root' in parsed ? { object: parsed.root } : parsed
}

/** Told both of the gateway and of the camera, which are one where no recorder stands between. */
function online(alert: Alert): Decoded[] {
  const status = { kind: 'status' as const, ...timed(alert), online: true }
  return [{ ...status, source: [] }, ...(alert.source.length > 0 ? [{ ...status, source: alert.source }] : [])]
}

function timed({ ts }: Alert): { ts?: number | string } {
  return ts === null ? {} : { ts }
}

export const hikvision: Format = {
  id: 'hikvision',
  topics: [],
  prefix: null,
  vouches: true,
  create: ({ timeZone }) => new HikvisionDecoder(timeZone),
}
