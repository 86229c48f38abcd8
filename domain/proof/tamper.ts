import type { Exhibit } from './capture.ts'
import { failed, passed, type Check } from './check.ts'
import { margin } from './look.ts'
import { isBlank, isTooSmall } from './visible.ts'

/** A camera writes both times at once. */
const MODIFIED_AFTER_MS = 60_000

/** Programs that change pictures. A phone's own firmware, which many name as software, is none of them. */
const EDITORS = /photoshop|lightroom|gimp|snapseed|picsart|meitu|美图|xingtu|醒图|vsco|pixelmator|affinity|photoscape|paint\.net|canva|facetune|imagemagick|acdsee|capture one|darktable|稿定|黄油相机/i

/** The file is what the lens saw just now: a picture of something, not seen before, not edited, not saved anew, not from an album. */
export function checkTamper({ capture, picture, circumstances: { sha256, sameAs, nearest } }: Exhibit): Check {
  if (capture.sha256 !== undefined && capture.sha256 !== sha256) return failed('tamper', 'other-bytes')
  if (sameAs !== null) return failed('tamper', 'same-file', { photo: sameAs })
  if (isTooSmall(picture)) return failed('tamper', 'too-small', { width: picture.width, height: picture.height })
  if (isBlank(picture)) return failed('tamper', 'blank')
  const editor = picture.software.find((name) => EDITORS.test(name))
  if (editor !== undefined) return failed('tamper', 'editing-software', { software: editor.slice(0, 80) })
  const { takenAt, modifiedAt } = picture
  if (takenAt !== null && modifiedAt !== null && modifiedAt - takenAt > MODIFIED_AFTER_MS) return failed('tamper', 'changed-after', { seconds: Math.round((modifiedAt - takenAt) / 1_000) })
  // What a camera app stores names its camera; what passed through a messenger or was saved anew has lost it.
  if (!capture.live) return failed('tamper', picture.camera === null ? 're-encoded' : 'not-live')
  if (nearest !== null && margin(nearest) < 0) return failed('tamper', 'looks-like', { photo: nearest.photo, distance: nearest.distance, as: nearest.as })
  return passed('tamper', 'unaltered', nearest === null ? undefined : { distance: nearest.distance })
}
