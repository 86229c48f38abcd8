import type { Order, OrderItem } from '../../domain/order.ts'
import { OFFICERS_NEEDED } from '../../domain/order/guards.ts'
import type { OrderAction } from '../../domain/order/transitions.ts'
import { inBeijing } from '../format/moment.ts'
import { readOfficers, type Officer } from './officerLines.ts'

/** What people do here by a form; what only a unit or a rule does has none. */
export type Deed = Exclude<OrderAction, 'withdraw' | 'accept' | 'start' | 'attach'>

/** One thing a form asks for, and how it is asked. */
export interface Field {
  readonly name: string
  readonly kind: 'line' | 'text' | 'lines' | 'moment' | 'severity' | 'basis' | 'service' | 'officers'
  readonly required?: boolean
}

/** What each form asks for, in its order. `final` can't be taken back and is confirmed apart. */
export const FORMS: Readonly<Record<Deed, { readonly fields: readonly Field[]; readonly final?: boolean }>> = {
  triage: { fields: [{ name: 'severity', kind: 'severity' }, { name: 'basis', kind: 'basis' }, { name: 'fact', kind: 'text' }, { name: 'note', kind: 'line' }] },
  reject: { fields: [{ name: 'reason', kind: 'text', required: true }], final: true },
  issue: { fields: [{ name: 'items', kind: 'lines', required: true }, { name: 'deadline', kind: 'moment' }, { name: 'fact', kind: 'text' }, { name: 'officers', kind: 'officers', required: true }], final: true },
  serve: { fields: [{ name: 'method', kind: 'service', required: true }, { name: 'receiver', kind: 'line' }, { name: 'note', kind: 'line' }] },
  submit: { fields: [{ name: 'override', kind: 'text', required: true }] },
  return: { fields: [{ name: 'reasons', kind: 'lines', required: true }] },
  verify: { fields: [{ name: 'note', kind: 'text' }] },
  close: { fields: [{ name: 'note', kind: 'text', required: true }], final: true },
  reopen: { fields: [{ name: 'reason', kind: 'text', required: true }, { name: 'deadline', kind: 'moment' }] },
  extend: { fields: [{ name: 'extendedTo', kind: 'moment', required: true }, { name: 'reason', kind: 'text', required: true }, { name: 'approver', kind: 'line' }] },
  escalate: { fields: [{ name: 'reason', kind: 'text', required: true }, { name: 'watcher', kind: 'line' }] },
  'file-case': { fields: [{ name: 'caseId', kind: 'line', required: true }, { name: 'note', kind: 'text' }], final: true },
  comment: { fields: [{ name: 'note', kind: 'text', required: true }] },
}

/** In the order they are offered: what leads on first, what ends or stands beside last. */
export const DEEDS: readonly Deed[] = ['triage', 'issue', 'serve', 'verify', 'return', 'close', 'reopen', 'submit', 'extend', 'escalate', 'file-case', 'comment', 'reject']
/** Those that lead on are offered as the thing to do. */
export const LEADING: ReadonlySet<Deed> = new Set(['triage', 'issue', 'serve', 'verify', 'close'])

/** What somebody wrote into a form, by the field's name. */
export type Written = Readonly<Record<string, string>>

/** What is written in the form before anybody has. `officers` are those of the last notice of this browser. */
export function begun(deed: Deed, order: Pick<Order, 'items' | 'fact' | 'severity' | 'basis'>, officers: string): Written {
  if (deed === 'triage') return { severity: order.severity, basisKind: order.basis?.kind ?? 'guidance', basis: order.basis?.document ?? '', fact: order.fact ?? '' }
  if (deed === 'issue') return { items: order.items.map((item) => item.text).join('\n'), fact: order.fact ?? '', officers }
  return deed === 'serve' ? { method: 'in-person' } : {}
}

/** Names of the fields that are wanted and empty. */
export const missing = (deed: Deed, written: Written): string[] =>
  FORMS[deed].fields.filter((field) => field.required && isMissing(field, (written[field.name] ?? '').trim())).map((field) => field.name)

const isMissing = ({ kind }: Field, text: string): boolean => (kind === 'officers' ? (officersOf(text).officers?.length ?? 0) < OFFICERS_NEEDED : text === '')

/** What is sent for what was written. */
export function inputOf(deed: Deed, written: Written, order: Pick<Order, 'items' | 'basis'>): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const { name, kind } of FORMS[deed].fields) {
    const text = (written[name] ?? '').trim()
    if (text === '') continue
    if (name === 'items') input['items'] = numbered(linesOf(text), order.items)
    else if (name === 'override') input['override'] = { reason: text }
    else if (kind === 'lines') input[name] = linesOf(text)
    else if (kind === 'moment') input[name] = inBeijing(text)
    else if (kind === 'officers') Object.assign(input, officersOf(text))
    else if (kind !== 'basis') input[name] = text
    // What the rule said stands unless somebody writes another text.
    else if (text !== order.basis?.document || written['basisKind'] !== order.basis.kind) input['basis'] = { kind: written['basisKind'], document: text, status: 'unverified' }
  }
  // A platform limit needs no text to stand on.
  if (deed === 'triage' && !input['basis'] && !order.basis) input['basis'] = { kind: written['basisKind'], status: 'unverified' }
  return input
}

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '')

/** An item that keeps its text keeps its id, so that photos of it go on proving it. */
function numbered(texts: readonly string[], before: readonly OrderItem[]): OrderItem[] {
  const taken = new Set(before.map((item) => item.id))
  let next = 0
  const fresh = (): string => {
    do next += 1
    while (taken.has(String(next)))
    return String(next)
  }
  return texts.map((text) => before.find((item) => item.text === text) ?? { id: fresh(), text })
}

/** Those with a name and a certificate. */
function officersOf(text: string): { officers?: Officer[] } {
  const officers = readOfficers(text).map(({ name, certificate }) => ({ name: name.trim(), certificate: certificate.trim() })).filter(({ name, certificate }) => name && certificate)
  return officers.length > 0 ? { officers } : {}
}
