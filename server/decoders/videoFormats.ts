import { axis } from './axis.ts'
import { dahua } from './dahua/dahua.ts'
import type { Format } from './decoder.ts'
import { frigate } from './frigate.ts'
import { hikvision } from './hikvision/hikvision.ts'
import { onvif } from './onvif/onvif.ts'

/** What cameras and their analysis servers speak. Every one has a table of labels in config/labels.yaml. */
export const VIDEO_FORMATS: readonly Format[] = [frigate, hikvision, dahua, onvif, axis]
