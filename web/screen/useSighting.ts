import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { Alert } from '../../domain/alert.ts'
import { api } from '../api/client.ts'
import type { DetectionList } from '../api/shapes.ts'

const LIMIT = 20

/** Left, top, width and height as shares of the picture. */
export type SightingBox = readonly [number, number, number, number]

export interface Sighting {
  /** Address of the picture; null where the alert has none. */
  picture: string | null
  /** Where in the picture it was seen; null until, and unless, the detection tells. */
  box: SightingBox | null
}

const isBox = (box: readonly number[] | null): box is SightingBox => box?.length === 4 && box.every((share) => share >= 0 && share <= 1)

/**
 * The picture is the one that the detection began with, the box the newest: after an update they need not
 * belong together, and a box in the wrong place is worse evidence than none.
 */
const isOfPicture = (seen: { startedAt: string; lastSeenAt: string }): boolean => seen.startedAt === seen.lastSeenAt

/** Pictures that we keep are named by their SHA-256; others by their own address. */
export function pictureOf(alert: Alert | null): string | null {
  const snapshot = alert?.evidence?.snapshot
  if (!snapshot) return null
  return /^[0-9a-f]{64}$/.test(snapshot) ? `/api/v1/snapshots/${snapshot}` : snapshot
}

/** The picture of a camera's alert, and the box of the detection that it shows. Without the box the picture is shown as it is. */
export function useSighting(alert: () => Alert | null): Readonly<ShallowRef<Sighting>> {
  const sighting = shallowRef<Sighting>({ picture: null, box: null })
  let round = 0

  async function boxOf(device: string, snapshot: string): Promise<SightingBox | null> {
    const { items } = await api.get<DetectionList>('/detections', { device, limit: LIMIT })
    const seen = items.find((detection) => detection.snapshot === snapshot)
    return seen && isOfPicture(seen) && isBox(seen.box) ? seen.box : null
  }

  watch(() => [alert()?.id, alert()?.evidence?.snapshot], () => {
    const mine = ++round
    const seen = alert()
    const picture = pictureOf(seen)
    const snapshot = seen?.evidence?.snapshot
    sighting.value = { picture, box: null }
    if (!seen || !snapshot) return
    void boxOf(seen.deviceId, snapshot).catch(() => null).then((box) => {
      if (mine === round) sighting.value = { picture, box }
    })
  }, { immediate: true })
  onScopeDispose(() => (round += 1))
  return sighting
}
