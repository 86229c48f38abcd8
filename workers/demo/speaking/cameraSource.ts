import type { DeviceFields } from '../../../stores/postgres/devices.ts'
import { between, hashOf } from '../chance.ts'
import { boxOf, drawScene } from '../cameras/scene.ts'
import { underWay, type Incident, type IncidentsNear, type Sighting } from '../incidents/incident.ts'
import { isSpecialRoom } from '../register/fleet.ts'
import { nextOnGrid, type Message, type Source } from './source.ts'

const STATUS_MS = 60_000
const UPDATE_MS = 30_000
const MODEL = 'demo-kitchen-1.2'
/** The camera looks at so many frames a second. */
const FRAMES_A_SECOND = 5

interface Event {
  readonly at: number
  readonly phase: 'start' | 'update' | 'end'
  readonly incident: Incident
  readonly sighting: Sighting
}

/** An AI camera: a sign of life once a minute, and what it sees from start to end. */
export class CameraSource implements Source {
  readonly #device: DeviceFields
  readonly #incidents: IncidentsNear
  readonly #phase: number

  constructor(device: DeviceFields, incidents: IncidentsNear) {
    this.#device = device
    this.#incidents = incidents
    this.#phase = hashOf(device.id, 'phase') % STATUS_MS
  }

  next(after: number, stride = 1): number {
    const status = nextOnGrid(after, STATUS_MS * stride, this.#phase)
    const next = Math.min(status, ...this.#events(after).map((event) => event.at).filter((at) => at > after))
    const silence = underWay(this.#incidents(next), 'silence', next)
    return silence ? this.next(silence.until, stride) : next
  }

  /** Of what is long over only the ends are told, so that nothing stays open that began before the camera was cut off. */
  say(at: number, longOver = false): Message | null {
    const event = this.#events(at).find((one) => one.at === at)
    if (!event) return { at, subject: 'status', body: { ts: at, online: true } }
    if (!longOver) return { at, subject: 'detections', body: this.#detection(event) }
    return event.phase === 'end' ? { at, subject: 'detections', body: { ...this.#detection(event), confidence: 0 } } : null
  }

  #events(t: number): Event[] {
    return this.#incidents(t).flatMap((incident) => (incident.sighting && incident.until >= t - UPDATE_MS ? eventsOf(incident, incident.sighting) : []))
  }

  #detection({ at, phase, incident, sighting }: Event): Record<string, unknown> {
    const seconds = (at - incident.from) / 1000
    const total = Math.max(FRAMES_A_SECOND, Math.round(seconds * FRAMES_A_SECOND))
    const share = between(0.78, 0.98, incident.id, 'frames')
    const confidence = Math.min(0.99, Math.max(0, sighting.confidence + between(-0.02, 0.01, incident.id, at)))
    const box = boxOf(incident.id, (at - incident.from) / 60_000)
    return {
      ts: at,
      id: incident.id,
      phase,
      type: sighting.type,
      confidence: phase === 'start' ? sighting.confidence : Math.round(confidence * 100) / 100,
      box: box.map((part) => Math.round(part * 1000) / 1000),
      zone: isSpecialRoom(this.#device.place) ? 'special-room' : 'kitchen',
      track: String(hashOf(incident.id) % 10_000),
      model: MODEL,
      frames: { hit: Math.max(3, Math.round(total * share)), total },
      // One picture an event, drawn as the model first saw it.
      ...(phase === 'start' ? { snapshot: drawScene({ seed: this.#device.id, at, box, truth: sighting.truth, specialRoom: isSpecialRoom(this.#device.place) }).toString('base64') } : {}),
    }
  }
}

/** Start, an update just when it counts, one every half minute, and the end. */
function eventsOf(incident: Incident, sighting: Sighting): Event[] {
  const { from, until } = incident
  const confirmed = from + sighting.confirmedAfter
  const moments = new Set<number>()
  if (confirmed > from && confirmed < until) moments.add(confirmed)
  for (let at = from + UPDATE_MS; at < until; at += UPDATE_MS) moments.add(at)
  const event = (at: number, phase: Event['phase']): Event => ({ at, phase, incident, sighting })
  return [event(from, 'start'), ...[...moments].sort((a, b) => a - b).map((at) => event(at, 'update')), event(until, 'end')]
}
