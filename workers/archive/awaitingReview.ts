import { criteriaFor } from '../../domain/detectionCriteria.ts'
import type { Detection } from '../../domain/feed.ts'
import { isBelieved } from '../../domain/judgement/confirmation.ts'
import type { AwaitingDetection } from '../../stores/postgres/detectionReview.ts'
import type { CameraTrust } from '../register/cameraTrust.ts'
import type { JudgingRegister } from '../register/judgingRegister.ts'

/** Those that a person is to look at because they open no alert by themselves: one for each camera, kind and track. */
export function awaitingReview(detections: readonly Detection[], known: { readonly trust: Pick<CameraTrust, 'trusts'>; readonly register: Pick<JudgingRegister, 'get'> }): AwaitingDetection[] {
  const found = new Map<string, AwaitingDetection>()
  for (const detection of detections) {
    const camera = known.register.get(detection.device)
    const criteria = criteriaFor(camera?.detections.get(detection.type), detection, known.trust.trusts(detection.device, detection.type), camera?.hours ?? null)
    const group = JSON.stringify([detection.device, detection.type, detection.track])
    if (criteria === null || criteria.opens || found.has(group) || !isBelieved(detection, criteria)) continue
    found.set(group, { device: detection.device, id: detection.id, cooldownMs: criteria.cooldownMs })
  }
  return [...found.values()]
}
