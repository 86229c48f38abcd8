import type { Content, TableCell } from 'pdfmake/interfaces.js'

/** A printed form as plain data, so that it can be handed to the thread that sets it. */
export interface PrintedForm {
  /** Of the document, as viewers show it. */
  readonly title: string
  /** Stands at the foot of every page, before the page's number. */
  readonly footer: string
  /** When it was printed, epoch milliseconds. */
  readonly printedAt: number
  /** Pictures must be data URLs: the printer opens no file and no address. */
  readonly content: readonly Content[]
}

/** What stands where people fill in by hand: a word in a line, or a field to sign in. */
export const BLANK = '＿＿＿＿＿＿＿＿'
export const ROOM = ' \n '

/** The head of an official form (文书): the office, what it is, and its number at the right. */
export function formHead(office: string, title: string, number: string | null): Content[] {
  return [
    { text: office, style: 'office' },
    { text: title, style: 'title' },
    { text: number ?? '（尚未编号）', style: 'number' },
  ]
}

/** A paragraph with the two characters of indent that Chinese text has. */
export function paragraph(text: string): Content {
  return { text, style: 'paragraph' }
}

/** Rows of a name and what it is, ruled all around. */
export function fieldTable(rows: readonly (readonly [name: string, value: string])[]): Content {
  const body: TableCell[][] = rows.map(([name, value]) => [{ text: name, bold: true }, { text: value === '' ? ' ' : value }])
  return { table: { widths: [110, '*'], body, dontBreakRows: true }, layout: 'form', margin: [0, 6, 0, 10] }
}

/** Ruled rows under a head that every page repeats and that stands at no page's foot alone. Widths as pdfmake takes them. */
export function listTable(head: readonly string[], rows: readonly (readonly string[])[], widths: readonly (number | '*' | 'auto')[]): Content {
  const body: TableCell[][] = [head.map((text) => ({ text, bold: true, alignment: 'center' as const })), ...rows.map((row) => row.map((text) => ({ text })))]
  return { table: { headerRows: 1, keepWithHeaderRows: 1, widths: [...widths], body, dontBreakRows: true }, layout: 'form', margin: [0, 4, 0, 10] }
}

/** Where the office puts its seal: the office's name and the day, with room around. It is never torn from its lines. */
export function sealPlace(office: string, day: string): Content {
  return {
    stack: [{ text: office }, { text: '（印章）', color: '#888888' }, { text: day }],
    alignment: 'center', margin: [260, 14, 0, 14], unbreakable: true, lineHeight: 1.5,
  }
}
