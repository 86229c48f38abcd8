import type { MetricNames } from '../../domain/metricNames.ts'
import { chirpstack } from './chirpstack.ts'
import type { Format } from './decoder.ts'
import { shelly } from './shelly.ts'
import { sparkplug } from './sparkplug.ts'
import { tasmota } from './tasmota.ts'
import { thingsStack } from './thingsStack.ts'
import { VIDEO_FORMATS } from './videoFormats.ts'
import { zigbee2mqtt } from './zigbee2mqtt.ts'

/** Every format of others that is decoded, by its id. */
export function formatsFor(names: MetricNames): ReadonlyMap<string, Format> {
  const formats: readonly Format[] = [
    chirpstack(names),
    thingsStack(names),
    zigbee2mqtt(names),
    tasmota(names),
    shelly(names),
    sparkplug(names),
    ...VIDEO_FORMATS,
  ]
  return new Map(formats.map((format) => [format.id, format]))
}

/** What a gateway can be registered with: our own format, Modbus, which is polled, and those that are decoded. */
export const GATEWAY_FORMATS: readonly string[] = ['native', 'modbus', ...formatsFor({ spellings: new Map(), ignored: new Set() }).keys()]
