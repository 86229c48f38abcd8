import { METRICS, type MetricName } from '../../domain/metrics.ts'
import { isFaultValue, type Profile } from '../../domain/profile.ts'
import type { Detection, Reading } from '../../domain/feed.ts'
import {
  conflictingReadings, FLAGS, insertDeadLetters, insertReadings, insertSnapshots, markRollupsDue, newestReadings, seriesIds, upsertDetections,
  type ArchivedReading, type KeptDeadLetter, type SeriesKey,
} from '../../stores/postgres/history.ts'
import { awaitReview } from '../../stores/postgres/detectionReview.ts'
import type { Client, Pool } from '../../stores/postgres/pool.ts'
import type { ReadingPartitions } from '../../stores/postgres/readingPartitions.ts'
import { parseEntry, parsePicture, type Picture } from '../../stores/redis/feed.ts'
import { keys } from '../../stores/redis/keys.ts'
import type { CameraTrust } from '../register/cameraTrust.ts'
import type { JudgingRegister } from '../register/judgingRegister.ts'
import type { Batch, Taker } from '../takeOver.ts'
import { awaitingReview } from './awaitingReview.ts'

const HOUR = 3_600_000
/** Less than the minute for which the database lets a marked hour be. */
const MARK_HOLDS_MS = 30_000
const MARKS_REMEMBERED = 500_000
/** How far behind its device's newest reading one still counts as in time. */
const LATE_MS = 10 * 60_000
/** Of each partition. */
const ENTRIES_A_ROUND = 200

export interface ArchiverParts {
  readonly db: Pool
  readonly tables: ReadingPartitions
  readonly register: JudgingRegister
  readonly profiles: ReadonlyMap<string, Profile>
  readonly trust: CameraTrust
  readonly clock: () => number
}

interface Row extends ArchivedReading {
  readonly entry: string
  readonly reading: Reading
  readonly metric: MetricName
}

/** What one round takes over: everything of some consecutive entries of each partition. */
interface Round {
  readonly readings: { entry: string; reading: Reading }[]
  readonly letters: KeptDeadLetter[]
  readonly detections: Detection[]
  readonly pictures: Picture[]
  rows: readonly Row[]
}

/** Takes the feed over into history. It runs behind the judgement and never on an alert's way. */
export class Archiver implements Taker<Round> {
  readonly consumer = 'archive'
  readonly entriesARound = ENTRIES_A_ROUND
  readonly #parts: ArchiverParts
  readonly #series = new Map<string, number>()
  readonly #newest = new Map<string, number>()
  /** Until when a series' hour need not be marked again, epoch ms. */
  readonly #marked = new Map<string, number>()

  constructor(parts: ArchiverParts) {
    this.#parts = parts
  }

  stream(partition: number): string {
    return keys.feed(partition)
  }

  async prepare(batches: readonly Batch[]): Promise<Round> {
    const round = readRound(batches)
    round.rows = await this.#rows(round.readings)
    await this.#parts.register.ensure(round.detections.map((detection) => detection.device))
    await this.#parts.tables.ensure(round.rows.map((row) => row.ts))
    return round
  }

  async write(client: Client, { rows, letters, pictures, detections }: Round, moved: Promise<void>, commit: () => Promise<void>): Promise<void> {
    await moved
    const added = await insertReadings(client, rows)
    const conflicts = added < rows.length ? (await conflictingReadings(client, rows)).flatMap((at) => conflictLetter(rows[at])) : []
    await markRollupsDue(client, this.#due(rows))
    await insertDeadLetters(client, [...letters, ...conflicts])
    await insertSnapshots(client, pictures)
    await upsertDetections(client, detections)
    await awaitReview(client, awaitingReview(detections, this.#parts))
    await commit()
  }

  failed(): void {
    this.forget()
  }

  /** Another worker may have archived since: what is known of devices is to be read again. */
  forget(): void {
    this.#newest.clear()
    this.#marked.clear()
  }

  async #rows(readings: Round['readings']): Promise<Row[]> {
    await this.#learn(readings)
    const rows: Row[] = []
    for (const { entry, reading } of readings) {
      const profile = this.#parts.profiles.get(this.#parts.register.get(reading.device)?.profile ?? '')
      const newest = this.#newest.get(reading.device) ?? -Infinity
      const common = (reading.ts < newest - LATE_MS ? FLAGS.late : 0) | (reading.clockFault ? FLAGS.clockFault : 0)
      if (reading.ts > newest) this.#newest.set(reading.device, reading.ts)
      for (const [name, value] of Object.entries(reading.values)) {
        const metric = name as MetricName
        // Kept as a dead letter by the door; it came this far only to make the fault known.
        if (value < METRICS[metric].min || value > METRICS[metric].max) continue
        const series = this.#series.get(`${reading.device} ${metric}`)
        if (series === undefined) throw new Error(`no series for ${reading.device} ${metric}`)
        const fault = profile && isFaultValue(profile, metric, value) ? FLAGS.faultValue : 0
        rows.push({ series, ts: reading.ts, value, flags: common | fault, entry, reading, metric })
      }
    }
    return rows
  }

  async #learn(readings: Round['readings']): Promise<void> {
    const { db, register } = this.#parts
    const devices = new Set(readings.map(({ reading }) => reading.device))
    await register.ensure(devices)
    const strange = [...devices].filter((device) => !this.#newest.has(device))
    if (strange.length > 0) {
      const newest = await newestReadings(db, strange)
      for (const device of strange) this.#newest.set(device, newest.get(device) ?? -Infinity)
    }
    const missing = new Map<string, SeriesKey>()
    for (const { reading } of readings) {
      for (const metric of Object.keys(reading.values) as MetricName[]) {
        const key = `${reading.device} ${metric}`
        if (!this.#series.has(key)) missing.set(key, { device: reading.device, metric })
      }
    }
    const ids = await seriesIds(db, [...missing.values()])
    for (const [place, key] of [...missing.keys()].entries()) this.#series.set(key, ids[place] ?? 0)
  }

  #due(rows: readonly Row[]): { series: number; hour: number }[] {
    const now = this.#parts.clock()
    const current = Math.floor(now / HOUR) * HOUR
    if (this.#marked.size > MARKS_REMEMBERED) this.#marked.clear()
    const due: { series: number; hour: number }[] = []
    for (const { series, ts } of rows) {
      const hour = Math.floor(ts / HOUR) * HOUR
      const key = `${series} ${hour}`
      if ((this.#marked.get(key) ?? 0) > now) continue
      // Nobody rolls up the hour under way; any other may be, a minute after its mark.
      this.#marked.set(key, hour === current ? current + HOUR : now + MARK_HOLDS_MS)
      due.push({ series, hour })
    }
    return due
  }
}

function readRound(batches: readonly Batch[]): Round {
  const round: Round = { readings: [], letters: [], detections: [], pictures: [], rows: [] }
  for (const { partition, entries } of batches) {
    for (const raw of entries) {
      const picture = parsePicture(raw)
      if (picture) round.pictures.push(picture)
      for (const [index, item] of parseEntry(raw).items.entries()) {
        // Its place in the feed: a repeat of the same entry makes no second letter.
        const entry = `${partition}:${raw[0]}:${index}`
        if (item.kind === 'reading') round.readings.push({ entry, reading: item })
        else if (item.kind === 'detection') round.detections.push(item)
        else if (item.kind === 'dead-letter') round.letters.push({ id: entry, letter: item })
      }
    }
  }
  return round
}

function conflictLetter(row: Row | undefined): KeptDeadLetter[] {
  if (!row) return []
  const { reading, metric, entry } = row
  return [{
    id: `${entry}:${metric}`,
    letter: {
      device: reading.device, receivedAt: reading.receivedAt, source: 'feed', address: 'history', type: 'conflicting-value',
      detail: `another ${metric} was kept for the same time`, payload: JSON.stringify({ ts: reading.ts, values: { [metric]: row.value } }),
    },
  }]
}
