import { isObject } from '../json.ts'
import { at, listOf, textOf } from '../values.ts'
import { unescapeXml } from '../xml.ts'

/** One ONVIF event, whichever way it came. Items that are no plain values stay as they were. */
export interface Notification {
  /** Without namespace prefixes of ONVIF's own: `RuleEngine/LineDetector/Crossed`. */
  readonly topic: string
  readonly ts: string | null
  readonly source: Readonly<Record<string, unknown>>
  readonly data: Readonly<Record<string, unknown>>
  /** `Initialized` states how things stood when one began to listen: no event. */
  readonly operation: string | null
}

const MOST = 200

/** The notifications in an XML document, however deep they lie in it (a metadata stream, an answer to PullMessages). */
export function notificationsIn(root: unknown): Notification[] {
  const found: Notification[] = []
  const waiting: unknown[] = [root]
  while (waiting.length > 0 && found.length < MOST) {
    const node = waiting.pop()
    if (Array.isArray(node)) waiting.push(...node.slice(0, MOST))
    else if (isObject(node)) {
      for (const message of listOf(node.NotificationMessage)) {
        const notification = notificationOf(message)
        if (notification) found.push(notification)
      }
      waiting.push(...Object.entries(node).filter(([name]) => name !== 'NotificationMessage').map(([, child]) => child))
    }
  }
  return found
}

function notificationOf(node: unknown): Notification | null {
  const topic = textOf(at(node, 'Topic', '#text') ?? at(node, 'Topic'))
  const message = at(node, 'Message', 'Message') ?? at(node, 'Message')
  if (topic === null || !isObject(message)) return null
  return {
    topic: topic.split('/').map((level) => level.replace(/^\w+:/, '')).join('/'),
    ts: textOf(at(message, '@UtcTime')),
    source: itemsOf(at(message, 'Source')),
    data: { ...itemsOf(at(message, 'Key')), ...itemsOf(at(message, 'Data')) },
    operation: textOf(at(message, '@PropertyOperation')),
  }
}

function itemsOf(node: unknown): Record<string, unknown> {
  return Object.fromEntries(listOf(at(node, 'SimpleItem')).slice(0, MOST).flatMap((item) => {
    const name = textOf(at(item, '@Name'))
    const value = at(item, '@Value')
    return name === null || typeof value !== 'string' ? [] : [[name, unescapeXml(value)]]
  }))
}

/** True and false as vendors write them; null for anything else. */
export function truthOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  if (value === 1 || value === '1' || (typeof value === 'string' && /^true$/i.test(value))) return true
  return value === 0 || value === '0' || (typeof value === 'string' && /^false$/i.test(value)) ? false : null
}
