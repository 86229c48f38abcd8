import type { Inspection } from '../../domain/inspection.ts'
import type { Projection } from '../map/projection.ts'

type Placed = Pick<Inspection, 'id' | 'checkIn' | 'unitPoint'>

/** Where a mark's left middle stands, in pixels of the map. */
export interface BoardMark<T extends Placed = Inspection> {
  readonly inspection: T
  readonly x: number
  readonly y: number
  readonly width: number
}

interface Field {
  readonly width: number
  readonly height: number
  /** Of one mark, in pixels. */
  readonly mark: number
}

/** Where the inspectors were last known to be: where they checked in, else at the unit they are sent to. WGS-84. */
export function whereIs({ checkIn, unitPoint }: Placed): readonly [number, number] {
  return checkIn?.point ?? unitPoint
}

/**
 * Gives each inspection a mark at its place. What lies outside the map stands at its edge; one that would cover another
 * stands below it, so that each can be read and opened.
 */
export function placeMarks<T extends Placed>(inspections: readonly T[], project: Projection, { width: wide, height: high, mark }: Field, widthOf: (one: T) => number): BoardMark<T>[] {
  const placed: BoardMark<T>[] = []
  for (const inspection of inspections) {
    const [east, south] = project(whereIs(inspection))
    const width = widthOf(inspection)
    const x = within(east, 0, wide - width)
    const covers = (y: number): boolean => placed.some((other) => Math.abs(other.y - y) < mark && x < other.x + other.width && other.x < x + width)
    let y = within(south, mark / 2, high - mark / 2)
    while (covers(y)) y += mark
    placed.push({ inspection, x, y, width })
  }
  return placed
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(Math.max(least, most), value))
}
