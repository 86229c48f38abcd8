import { isObject } from './json.ts'

/** One value of a message and the names on the way to it, outermost first. */
export interface Field {
  readonly path: readonly string[]
  readonly value: unknown
  /** The unit the message names beside the value, as in `{"value": 21.5, "unit": "°C"}`. */
  readonly unit: string | null
}

const MAX_DEPTH = 4
const MAX_FIELDS = 500

/** The single values of an object, outermost first; lists are not looked into, nor more than four levels. */
export function fieldsOf(object: Readonly<Record<string, unknown>>): Field[] {
  const fields: Field[] = []
  let level = [{ path: [] as readonly string[], object }]
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: typeof level = []
    for (const { path, object } of level) {
      for (const key of Object.keys(object)) {
        if (fields.length + next.length >= MAX_FIELDS) break
        const inner = [...path, key]
        const value = object[key]
        if (!isObject(value)) fields.push({ path: inner, value, unit: null })
        else if (Object.hasOwn(value, 'value') && !isObject(value.value)) fields.push({ path: inner, value: value.value, unit: typeof value.unit === 'string' ? value.unit : null })
        else next.push({ path: inner, object: value })
      }
    }
    level = next
  }
  return fields
}

/** The names to try for a field: its whole path, its own name, and its parent's where its own is but a channel number. */
export function namesOf({ path }: Field): string[] {
  const own = path.at(-1) ?? ''
  const parent = path.at(-2)
  const names = path.length > 1 ? [path.join('.'), own] : [own]
  return parent !== undefined && /^\d{1,3}$/.test(own) ? [...names, parent] : names
}
