import { IDENTIFIER } from '../../domain/device.ts'
import { DURABLE_TOPICS } from '../../domain/live.ts'
import type { Jurisdiction } from '../../domain/user.ts'

export type Topic =
  | { readonly kind: 'durable'; readonly name: string }
  | { readonly kind: 'stats'; readonly name: 'stats' }
  | { readonly kind: 'readings'; readonly name: string; readonly device: string }

/** What a client may ask for; null for anything else. */
export function parseTopic(name: string): Topic | null {
  if (name === 'stats') return { kind: 'stats', name }
  if ((DURABLE_TOPICS as readonly string[]).includes(name)) return { kind: 'durable', name }
  const [, prefix, id = ''] = /^(readings|screen):(.+)$/.exec(name) ?? []
  if (!IDENTIFIER.test(id)) return null
  return prefix === 'readings' ? { kind: 'readings', name, device: id } : { kind: 'durable', name }
}

/** The rooms in which someone with this jurisdiction hears of a durable topic. */
export function roomsOf(topic: string, jurisdiction: Jurisdiction): string[] {
  switch (jurisdiction.scope) {
    case 'city':
      return [`${topic}@city`]
    case 'districts':
      return jurisdiction.districts.map((district) => `${topic}@district:${district}`)
    case 'unit':
      return [`${topic}@unit:${jurisdiction.unit}`]
  }
}

/** The rooms that must hear of an event: those of everybody in whose jurisdiction it lies. */
export function roomsFor(event: { topic: string; unitId: string | null; district: string | null }): string[] {
  const rooms = [`${event.topic}@city`]
  if (event.district !== null) rooms.push(`${event.topic}@district:${event.district}`)
  if (event.unitId !== null) rooms.push(`${event.topic}@unit:${event.unitId}`)
  return rooms
}

/** One name for equal jurisdictions, so that what is computed for one viewer serves all alike. */
export function jurisdictionKey(jurisdiction: Jurisdiction): string {
  switch (jurisdiction.scope) {
    case 'city':
      return 'city'
    case 'districts':
      return `districts:${[...jurisdiction.districts].sort().join(',')}`
    case 'unit':
      return `unit:${jurisdiction.unit}`
  }
}
