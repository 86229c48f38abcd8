import { boxOf, type Box } from '../box.ts'
import type { Source } from '../decoder.ts'
import type { LocalTime } from '../localTime.ts'
import { at, labelOf, listOf, numberOf, textOf } from '../values.ts'
import { unescapeXml } from '../xml.ts'

/** What one EventNotificationAlert says, whichever way it was written. */
export interface Alert {
  /** The channel, then the device itself. */
  readonly source: Source
  /** Only names of the channel: what holds of it need not hold of the recorder. */
  readonly channel: Source
  readonly eventType: string
  /** With the kind of target, where the camera tells them apart: `fielddetection/human`. */
  readonly label: string
  readonly active: boolean
  readonly ts: number | string | null
  /** Which of the camera's areas, for keeping events apart; a number of the camera's, not a zone's name. */
  readonly region: string | null
  readonly zone: string | null
  readonly box: Box | null
  /** Sent again after the line was down. */
  readonly late: boolean
}

/** Null where the document is no alert or names no event. */
export function readAlert(root: unknown, localTime: LocalTime): Alert | null {
  const alert = at(root, 'EventNotificationAlert') ?? root
  const eventType = word(at(alert, 'eventType'))
  if (eventType === null) return null
  const going = eventType === 'duration' ? word(at(listOf(at(alert, 'DurationList', 'Duration'))[0], 'relationEvent')) : null
  const type = going ?? eventType
  const entry = listOf(at(alert, 'DetectionRegionList', 'DetectionRegionEntry') ?? at(alert, 'DetectionRegionList'))[0]
  const target = word(at(entry, 'detectionTarget')) ?? word(at(alert, 'detectionTarget')) ?? word(at(alert, 'targetType'))
  const { source, channel } = namesOf(alert)
  return {
    source, channel, eventType: type, label: labelOf(type, target === null || /^(?:all|others?)$/i.test(target) ? null : target),
    active: String(at(alert, 'eventState') ?? 'active').toLowerCase() !== 'inactive',
    ts: timeOf(at(alert, 'dateTime'), localTime),
    region: word(at(entry, 'regionID')),
    zone: word(at(entry, 'regionName')) ?? word(at(alert, 'ruleName')),
    box: frameOf(at(entry, 'TargetRect') ?? at(alert, 'TargetRect')),
    late: String(at(alert, 'isDataRetransmission')).toLowerCase() === 'true',
  }
}

/** On a recorder `dynChannelID` is the channel people see, `channelID` the one inside it. */
function namesOf(alert: unknown): { source: Source; channel: Source } {
  const number = word(at(alert, 'dynChannelID')) ?? word(at(alert, 'channelID')) ?? word(at(alert, 'dynChannelId'))
  const mac = word(at(alert, 'macAddress'))?.toLowerCase() ?? null
  const ip = word(at(alert, 'ipAddress')) ?? word(at(alert, 'ipv6Address'))
  const devices = [mac, ip].filter((name) => name !== null)
  // A camera that does not name itself is known by its place behind the gateway.
  if (devices.length === 0) return { source: [`channel-${number ?? 1}`], channel: [`channel-${number ?? 1}`] }
  const channel = number === null ? [] : devices.map((name) => `${name}:${number}`)
  const [channelByMac, ...others] = channel
  return { channel, source: channelByMac === undefined ? devices : [channelByMac, ...devices.slice(0, 1), ...others, ...devices.slice(1)] }
}

/** As written where it has a zone; an older camera's wall clock, which has none, is read in the gateway's. */
function timeOf(written: unknown, localTime: LocalTime): number | string | null {
  const text = textOf(written)
  return text === null ? null : localTime.read(text) ?? text
}

/**
 * The object's frame, in shares from the upper left corner. Frames on a grid of whole numbers are left out: firmwares
 * differ in the grid and in which corner it starts from. The area in DetectionRegionList is the rule's, not the object's.
 */
function frameOf(rect: unknown): Box | null {
  const sides = [['X', 'x'], ['Y', 'y'], ['width', 'Width'], ['height', 'Height']] as const
  return boxOf(sides.map(([name, other]) => numberOf(at(rect, name) ?? at(rect, other))))
}

function word(value: unknown): string | null {
  const text = textOf(at(value, '#text') ?? value)
  return text === null ? null : textOf(unescapeXml(text))
}
