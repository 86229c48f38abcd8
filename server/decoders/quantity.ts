import type { DeadLetterType } from '../../domain/feed.ts'
import { toOurUnit, unitWritten } from '../../domain/foreignUnits.ts'
import type { Spelling } from '../../domain/metricNames.ts'
import { METRICS } from '../../domain/metrics.ts'

/** What became of a value under a known name; null where it is no value of that metric at all (a flag, a nested list). */
export type Quantity = { readonly value: number } | { readonly type: DeadLetterType; readonly detail: string } | null

const LONGEST_TEXT = 64
/** A number, with a decimal comma in some codecs, and what stands behind it. */
const NUMBER = /^([+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:e[+-]?\d{1,3})?)\s*(\D.*)?$/i
const VOLTS = /^m?v(?:olts?)?$/i

/** What words say of a door, whichever way its numbers go. */
const DOOR_WORDS = new Map([['open', 1], ['opened', 1], ['开', 1], ['打开', 1], ['closed', 0], ['close', 0], ['shut', 0], ['关', 0], ['关闭', 0]])
/** Words that stand for 1 and 0, which the unit then turns into ours. */
const SWITCH_WORDS = new Map([['on', 1], ['true', 1], ['yes', 1], ['active', 1], ['off', 0], ['false', 0], ['no', 0], ['inactive', 0]])

/**
 * A value in our unit: numbers, booleans, words (`open`), numbers in text with or without their unit (`30.11 °C`).
 * No range is tested here, for fault codes lie outside it.
 * @param unit the unit the message names beside the value, null where it names none
 */
export function readQuantity(name: string, spelling: Spelling, raw: unknown, unit: string | null): Quantity {
  if (raw === null) return { type: 'not-a-number', detail: `${name} is null` }
  if (typeof raw === 'number') return inUnit(name, spelling, raw, unit)
  if (typeof raw === 'boolean') return METRICS[spelling.metric].onChange ? inUnit(name, spelling, raw ? 1 : 0, unit) : null
  return typeof raw === 'string' ? fromText(name, spelling, raw, unit) : null
}

function fromText(name: string, spelling: Spelling, raw: string, unit: string | null): Quantity {
  const text = raw.trim().slice(0, LONGEST_TEXT)
  if (METRICS[spelling.metric].onChange) {
    const word = text.toLowerCase()
    const door = spelling.metric === 'door' ? DOOR_WORDS.get(word) : undefined
    if (door !== undefined) return { value: door }
    const said = SWITCH_WORDS.get(word)
    if (said !== undefined) return inUnit(name, spelling, said, unit)
  }
  const [, digits, behind] = NUMBER.exec(text) ?? []
  if (digits === undefined) return { type: 'not-a-number', detail: `${name} is ${JSON.stringify(text)}` }
  return inUnit(name, spelling, Number(digits.replace(',', '.')), behind ?? unit)
}

function inUnit(name: string, spelling: Spelling, value: number, written: string | null): Quantity {
  if (!Number.isFinite(value)) return { type: 'not-a-number', detail: `${name} is not a finite number` }
  const named = written?.trim().slice(0, LONGEST_TEXT) ?? ''
  // A battery's volts tell its charge only to who knows its chemistry.
  if (spelling.metric === 'battery' && VOLTS.test(named)) return null
  const unit = named === '' ? spelling.unit : unitWritten(named)
  const ours = unit === null ? null : toOurUnit(spelling.metric, unit, value)
  return ours === null || !Number.isFinite(ours) ? { type: 'invalid', detail: `${name} is in ${named}, no unit of ${spelling.metric}` } : { value: ours }
}
