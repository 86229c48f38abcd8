import type { DeviceFields } from '../../../stores/postgres/devices.ts'
import { between, hashOf } from '../chance.ts'
import { BEAT_MS, BEAT_REACH_MS, Beats, DOUBT_MS } from './beats.ts'
import type { Incident } from './incident.ts'
import type { DetectionRules } from './sightings.ts'
import { STORIES, type Story } from './stories.ts'
import { Turns } from './turns.ts'

const BUCKET_MS = 3 * 3_600_000
/** What an incident leaves behind is felt this long after it, and it casts this much ahead. */
const FELT_AFTER_MS = 2 * 3_600_000
const FELT_BEFORE_MS = 3_600_000
const BUCKETS_KEPT = 12

const NOTHING: readonly Incident[] = []

/** The unit that visitors look at as its owner has something going on every few minutes. */
const SHOWN_EVERY_MS = 9 * 60_000
const SHOWN_REACH_MS = 30 * 60_000

/**
 * All that goes wrong, at all times. Nothing is kept and nothing is random: what happens about a time follows from the
 * time, so a restart finds in full swing what was going on.
 */
export class IncidentPlan {
  readonly #beats: Beats
  readonly #shown: Beats
  readonly #stories: readonly { readonly story: Story; readonly turns: Turns }[]
  readonly #buckets = new Map<number, ReadonlyMap<string, readonly Incident[]>>()

  constructor(fleet: readonly DeviceFields[], rules: DetectionRules) {
    this.#beats = new Beats(fleet, rules)
    this.#shown = new Beats(fleet.filter((device) => device.unit === fleet[0]?.unit), rules)
    this.#stories = STORIES.map((story) => ({ story, turns: new Turns(fleet.filter((device) => story.profiles.includes(device.profile))) }))
  }

  /** The incidents of a device about a time, from two hours over to one hour ahead, and possibly more. */
  near(device: string, t: number): readonly Incident[] {
    return this.#bucket(Math.floor(t / BUCKET_MS)).get(device) ?? NOTHING
  }

  #bucket(number: number): ReadonlyMap<string, readonly Incident[]> {
    const known = this.#buckets.get(number)
    if (known) return known
    const made = new Map<string, Incident[]>()
    for (const incident of this.#between(number * BUCKET_MS - FELT_AFTER_MS, (number + 1) * BUCKET_MS + FELT_BEFORE_MS)) {
      const list = made.get(incident.device)
      if (list) list.push(incident)
      else made.set(incident.device, [incident])
    }
    this.#buckets.set(number, made)
    const oldest = this.#buckets.keys().next().value
    if (this.#buckets.size > BUCKETS_KEPT && oldest !== undefined) this.#buckets.delete(oldest)
    return made
  }

  /** All incidents that overlap the span. */
  #between(from: number, until: number): Incident[] {
    const found: Incident[] = []
    const take = (every: number, reach: number, make: (number: number) => Incident | null): void => {
      for (let n = Math.floor((from - reach) / every); n * every < until + reach; n++) {
        const incident = make(n)
        if (incident && incident.from < until && incident.until > from) found.push(incident)
      }
    }
    take(BEAT_MS, BEAT_REACH_MS, (n) => this.#beats.beat(n))
    take(DOUBT_MS, DOUBT_MS, (n) => this.#beats.doubt(n))
    take(SHOWN_EVERY_MS, SHOWN_REACH_MS, (n) => shifted(this.#shown.beat(n), n))
    for (const { story, turns } of this.#stories) take(story.every, story.lasts[1] + story.every, (n) => tell(story, turns, n))
    return found
  }
}

/** The beats of the unit that is shown come as often as is said here, not in the rhythm of the whole city's. */
function shifted(beat: Incident | null, number: number): Incident | null {
  const by = number * (SHOWN_EVERY_MS - BEAT_MS)
  return beat && { ...beat, id: `shown-${beat.id}`, from: beat.from + by, until: beat.until + by }
}

function tell(story: Story, turns: Turns, number: number): Incident | null {
  const device = turns.take(number + hashOf(story.name) % 1_000)
  if (!device) return null
  const seed = [story.name, number] as const
  const from = Math.round(number * story.every + between(0, story.every, ...seed, 'from'))
  const lasts = Math.round(between(...story.lasts, ...seed, 'lasts'))
  return { id: `${story.name.replaceAll(' ', '-')}-${number}`, kind: story.kind, device: device.id, from, until: from + lasts, strength: between(...story.strength, ...seed, 'strength') }
}
