import { isObject } from './json.ts'

/** What lies at a path of own properties; undefined where the payload has nothing there. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value
  for (const name of path) {
    if (!isObject(found) || !Object.hasOwn(found, name)) return undefined
    found = found[name]
  }
  return found
}

/** A name fit to be stored and shown: 1 to 200 characters, none of them a control character. Numbers count as names. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string') return null
  const text = value.trim()
  return text.length > 0 && text.length <= 200 && !/\p{Cc}/u.test(text) ? text : null
}

/** A number, also where the vendor wrote it as text. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || !/^\s*[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i.test(value)) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** Formats that came from XML give a lone element where there could be several. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return value === undefined || value === null || value === '' ? [] : [value]
}

/** A label of several parts, the most general first, cut so that it can be stored. */
export function labelOf(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join('/').slice(0, 200)
}
