import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { Alert } from '../../domain/alert.ts'
import { api } from '../api/client.ts'
import type { Bucket, History } from '../api/shapes.ts'
import { browserFrames, FrameBatch } from '../live/frames.ts'
import type { ReadingListener } from './useScreenFeed.ts'

const SPAN_MS = 60 * 60_000
const POINTS = 300
/** A live reading every second for an hour, and some more. */
const MOST_BUCKETS = 4000

export interface LiveCurve {
  readonly buckets: Readonly<ShallowRef<readonly Bucket[] | null>>
  readonly failed: Readonly<ShallowRef<boolean>>
  readonly from: Readonly<ShallowRef<number>>
  readonly to: Readonly<ShallowRef<number>>
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

/** The last hour of the device of an alert, extended at the right edge by its live readings. */
export function useCurve(alert: () => Alert | null, follow: (deviceId: string | null, listener: ReadingListener) => void): LiveCurve {
  const buckets = shallowRef<readonly Bucket[] | null>(null)
  const failed = shallowRef(false)
  const to = shallowRef(Date.now())
  const from = shallowRef(to.value - SPAN_MS)
  let pending: Bucket[] = []
  let round = 0

  function slide(now: number): void {
    to.value = now
    from.value = now - SPAN_MS
  }
  const time = (b: Bucket): number => (typeof b.t === 'number' ? b.t : Date.parse(b.t))
  const batch = new FrameBatch(() => {
    const news = pending
    pending = []
    if (!buckets.value) return
    const last = buckets.value.at(-1)
    const after = last ? time(last) : 0
    const later = news.filter((b) => time(b) > after).sort((a, b) => time(a) - time(b))
    if (later.length === 0) return
    slide(Math.max(Date.now(), ...later.map(time)))
    buckets.value = [...buckets.value.filter((b) => time(b) >= from.value), ...later].slice(-MOST_BUCKETS)
  }, 500, browserFrames)

  async function load(deviceId: string, metric: string): Promise<void> {
    const mine = ++round
    buckets.value = null
    failed.value = false
    pending = []
    slide(Date.now())
    follow(deviceId, (data) => {
      const reading = readingOf(data, metric)
      if (!reading) return
      pending.push(reading)
      batch.request()
    })
    try {
      const history = await api.get<History>('/readings', {
        device: deviceId, metric, from: new Date(from.value).toISOString(), to: new Date(to.value).toISOString(), points: POINTS,
      })
      if (mine === round) buckets.value = history.buckets
    } catch {
      if (mine === round) failed.value = true
    }
  }

  watch(
    () => {
      const a = alert()
      return a?.metric ? `${a.deviceId}\n${a.metric}` : null
    },
    (key) => {
      const [deviceId, metric] = key?.split('\n') ?? []
      if (deviceId && metric) return void load(deviceId, metric)
      round += 1
      buckets.value = null
      follow(null, () => {})
    },
    { immediate: true },
  )
  onScopeDispose(() => batch.stop())
  return { buckets, failed, from, to }
}
