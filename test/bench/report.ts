/** One line of the result. */
export interface Row {
  readonly measure: string
  readonly value: number | string
  readonly unit: string
  /** Under which conditions; a figure without them says nothing. */
  readonly conditions: string
}

export class Report {
  readonly rows: Row[] = []
  readonly #say: (line: string) => void

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  add(measure: string, value: number | string, unit: string, conditions: string): void {
    const shown = typeof value === 'number' ? rounded(value) : value
    this.rows.push({ measure, value: shown, unit, conditions })
    this.#say(`${measure}: ${shown.toLocaleString('en')} ${unit}`)
  }

  table(): string {
    const cells = this.rows.map(({ measure, value, unit, conditions }) => [measure, typeof value === 'number' ? value.toLocaleString('en') : value, unit, conditions])
    const all = [['measure', 'value', 'unit', 'conditions'], ...cells]
    const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
    return all.map((row) => row.map((cell, column) => (column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd()).join('\n')
  }
}

function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100
}
