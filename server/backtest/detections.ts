import type pg from 'pg'
import { sightingRunUp, SightingTrial } from '../../domain/backtest/sightingTrial.ts'
import type { DetectionRule } from '../../domain/detectionRule.ts'
import type { Episode } from '../../domain/judgement/state.ts'
import { recordedDetections } from '../../stores/postgres/recordedDetections.ts'
import type { DetectionTask, FoundPart, Progress, TriedDevice } from './task.ts'

interface Tried {
  readonly device: TriedDevice
  readonly draft: SightingTrial
  readonly inForce: SightingTrial | null
  /** Events within the span. */
  events: number
}

/** Reads recorded detections page by page and tries a rule about them on it. */
export async function tryOnDetections(client: pg.Client, task: DetectionTask, progress: Progress): Promise<FoundPart> {
  const { draft, inForce, from, to } = task
  const untrusted = new Set(task.untrusted)
  const begin = (device: TriedDevice, rule: DetectionRule): SightingTrial => new SightingTrial({ id: device.id, hours: device.hours, trusted: !untrusted.has(device.id) }, rule)
  const tried = new Map(task.devices.map((device): [string, Tried] =>
    [device.id, { device, draft: begin(device, draft), inForce: inForce && begin(device, inForce), events: 0 }]))
  const since = from - Math.max(sightingRunUp(draft), inForce ? sightingRunUp(inForce) : 0)
  let events = 0
  for await (const page of recordedDetections(client, [...tried.keys()], draft.type, since, to)) {
    for (const { device, event } of page) {
      const one = tried.get(device)
      one?.draft.take(event)
      one?.inForce?.take(event)
      if (!one || event.start < from) continue
      one.events += 1
      events += 1
    }
    progress(Math.max(0, ((page.at(-1)?.event.start ?? since) - since) / (to - since)), events)
  }
  return finished([...tried.values()], task)
}

function finished(tried: readonly Tried[], { from, to, limit }: DetectionTask): FoundPart {
  const inSpan = (trial: SightingTrial): Episode[] => trial.end().filter(({ openedAt }) => openedAt >= from && openedAt < to)
  const found = tried.map((one) => ({ device: one.device.id, readings: one.events, episodes: inSpan(one.draft), inForce: one.inForce && inSpan(one.inForce).length }))
  return {
    alerts: found.flatMap(({ device, episodes }) => episodes.map((episode) => ({ device, episode }))).sort((a, b) => b.episode.openedAt - a.episode.openedAt).slice(0, limit),
    counts: found.map(({ device, readings, episodes, inForce }) => ({ device, readings, would: episodes.length, inForce })),
  }
}
