import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { isDeviceFault, type Alert } from '../../domain/alert.ts'
import type { Device } from '../../domain/device.ts'
import { bucketTime } from '../charts/curve.ts'
import { api } from '../api/client.ts'
import type { Bucket, History, Vocabulary } from '../api/shapes.ts'
import { browserFrames, FrameBatch } from '../live/frames.ts'
import type { ReadingListener } from './useScreenFeed.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS
/** How much of the calm before the breach is shown with it. */
const BEFORE_MS = 15 * 60_000
const POINTS = 300
/** A live reading every second for an hour, and some more. */
const MOST_BUCKETS = 4000
/** The whole curve is asked for again this often, so that what the live push left out comes in. */
const AGAIN_MS = 30_000
const RETRY_MS = 4000
/** The reading that raised an alert may reach the history after the alert reached us, but not much later than this. */
const SETTLE_MS = 1500

export interface LiveCurve {
  /** Null until it has come; empty where there are no readings. */
  readonly buckets: Readonly<ShallowRef<readonly Bucket[] | null>>
  /** What the curve shows; null where the device measures nothing. */
  readonly metric: Readonly<ShallowRef<string | null>>
  /** The last try to get it failed; the next follows by itself. */
  readonly failed: Readonly<ShallowRef<boolean>>
  readonly from: Readonly<ShallowRef<number>>
  readonly to: Readonly<ShallowRef<number>>
}

export interface CurveInput {
  alert: () => Alert | null
  vocabulary: () => Vocabulary | null
  follow: (deviceId: string | null, listener: ReadingListener) => void
  /** Changes when the connection has come back: the curve is then asked for anew. */
  connection: () => unknown
}

/** Reads the value of one metric out of a live reading; null where it has none. */
export function readingOf(data: unknown, metric: string): Bucket | null {
  if (typeof data !== 'object' || data === null) return null
  const { ts, values } = data as { ts?: unknown; values?: Record<string, unknown> }
  const value = values?.[metric]
  const t = typeof ts === 'string' ? Date.parse(ts) : ts
  if (typeof value !== 'number' || typeof t !== 'number' || !Number.isFinite(t)) return null
  return { t, min: value, max: value, last: value, count: 1 }
}

/** The last hour, or more where the breach began earlier, but never more than a day. */
export function startOf(breachedAt: number, now: number): number {
  return Math.max(now - DAY_MS, Math.min(now - HOUR_MS, breachedAt - BEFORE_MS))
}

/** Up to now, but of what has ended only some time past its end: there the story is. */
export const endOf = (alert: Pick<Alert, 'resolvedAt'> | null, now: number): number =>
  alert?.resolvedAt ? Math.min(now, Date.parse(alert.resolvedAt) + BEFORE_MS) : now

/** The readings after those we have, in order; a reading that we have is not added again. */
export function extended(buckets: readonly Bucket[], news: readonly Bucket[]): readonly Bucket[] {
  const last = buckets.at(-1)
  const after = last ? bucketTime(last) : Number.NEGATIVE_INFINITY
  const later = news.filter((b) => bucketTime(b) > after).toSorted((a, b) => bucketTime(a) - bucketTime(b))
  return later.length === 0 ? buckets : [...buckets, ...later].slice(-MOST_BUCKETS)
}

/** The readings of the device of an alert around its breach, extended at the right edge by its live readings. */
export function useCurve(input: CurveInput): LiveCurve {
  const buckets = shallowRef<readonly Bucket[] | null>(null)
  const metric = shallowRef<string | null>(null)
  const failed = shallowRef(false)
  const to = shallowRef(Date.now())
  const from = shallowRef(to.value - HOUR_MS)
  let pending: Bucket[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0

  const batch = new FrameBatch(() => {
    if (!buckets.value) return
    const next = extended(buckets.value, pending)
    pending = []
    if (next === buckets.value) return
    slide()
    buckets.value = next
  }, 500, browserFrames)

  function slide(): void {
    const alert = input.alert()
    to.value = endOf(alert, Date.now())
    from.value = alert ? startOf(Date.parse(alert.breachedAt), to.value) : to.value - HOUR_MS
  }

  /** A fault of the device names no metric: then it is the first one that such a device measures. */
  async function metricOf(alert: Alert): Promise<string | null> {
    if (alert.metric !== null) return alert.metric
    if (alert.type === null || !isDeviceFault(alert.type)) return null
    const device = await api.get<Device>(`/devices/${encodeURIComponent(alert.deviceId)}`)
    return input.vocabulary()?.profiles[device.profile]?.metrics?.[0] ?? null
  }

  async function load(alert: Alert, next = AGAIN_MS): Promise<void> {
    const mine = ++round
    clearTimeout(timer)
    let wait = next
    try {
      const name = await metricOf(alert)
      if (mine !== round) return
      if (name === null) return void (buckets.value = [])
      if (metric.value !== name) listen(alert.deviceId, name)
      slide()
      const span = { from: new Date(from.value).toISOString(), to: new Date(to.value).toISOString() }
      const history = await api.get<History>('/readings', { device: alert.deviceId, metric: name, ...span, points: POINTS })
      if (mine !== round) return
      buckets.value = extended(history.buckets, pending)
      pending = []
      failed.value = false
    } catch {
      if (mine !== round) return
      failed.value = true
      wait = RETRY_MS
    }
    timer = setTimeout(() => void load(alert), wait)
  }

  function listen(deviceId: string, name: string): void {
    metric.value = name
    input.follow(deviceId, (data) => {
      const reading = readingOf(data, name)
      if (!reading) return
      pending.push(reading)
      batch.request()
    })
  }

  function begin(): void {
    round += 1
    clearTimeout(timer)
    pending = []
    buckets.value = null
    metric.value = null
    failed.value = false
    slide()
    input.follow(null, () => {})
    const alert = input.alert()
    if (alert) void load(alert, SETTLE_MS)
  }

  watch(() => input.alert()?.id, begin, { immediate: true })
  watch([input.connection, () => input.vocabulary() === null], () => {
    const alert = input.alert()
    if (alert) void load(alert)
  })
  onScopeDispose(() => {
    round += 1
    clearTimeout(timer)
    batch.stop()
  })
  return { buckets, metric, failed, from, to }
}
