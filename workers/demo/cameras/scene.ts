import { between, Chance, shareOf } from '../chance.ts'
import { hourOfDay, isWorkingTime } from '../physics/beijing.ts'
import { Canvas, type Colour } from './canvas.ts'
import { drawSubject } from './subjects.ts'
import { encodeJpeg } from './jpeg.ts'

const WIDTH = 320
const HEIGHT = 180
const QUALITY = 62

/** x, y, width and height as shares of the picture. */
export type Box = readonly [number, number, number, number]

/** What the snapshot shows. */
export interface View {
  /** The camera: its kitchen looks the same each time. */
  readonly seed: string
  readonly at: number
  readonly box: Box
  /** What is really to be seen in the box. */
  readonly truth: string
  readonly specialRoom: boolean
}

const BOX_COLOUR: Colour = [255, 72, 40]

/** Where the event is in the picture; it wanders a little in the minutes of its life. */
export function boxOf(seed: string, minutes: number): Box {
  const sway = 0.03 * Math.sin(minutes * 4 + 6 * shareOf(seed, 'sway'))
  return [between(0.12, 0.66, seed, 'x') + sway, between(0.3, 0.44, seed, 'y'), between(0.14, 0.2, seed, 'w'), between(0.36, 0.46, seed, 'h')]
}

/** A schematic kitchen with its people and the box about what was seen, as a JPEG. The same view gives the same bytes. */
export function drawScene(view: View): Buffer {
  const { seed, at, box, truth, specialRoom } = view
  const canvas = new Canvas(WIDTH, HEIGHT, specialRoom ? [206, 214, 216] : [190, 192, 186])
  drawRoom(canvas, seed, specialRoom)
  if (isWorkingTime(at)) drawSubject(canvas, 'cook', [between(0.02, 0.8, seed, 'cook', at), 0.34, 0.12, 0.42])
  drawSubject(canvas, truth, box)
  if (!isWorkingTime(at)) canvas.veil([16, 24, 30], 0.45)
  canvas.frame(...box, BOX_COLOUR)
  drawClock(canvas, at)
  const chance = new Chance(seed, at)
  canvas.grain(14, () => chance.share())
  return encodeJpeg(canvas, QUALITY)
}

function drawRoom(canvas: Canvas, seed: string, specialRoom: boolean): void {
  canvas.fill(0, 0.66, 1, 0.34, specialRoom ? [168, 176, 180] : [146, 140, 130])
  for (let i = 0; i < 9; i++) canvas.fill(i / 9, 0.66, 0.004, 0.34, [128, 124, 118])
  canvas.fill(0, 0.06, 1, 0.02, [170, 172, 170])
  const stove = between(0.05, 0.6, seed, 'stove')
  canvas.fill(0, 0.52, 1, 0.16, [156, 164, 170])
  canvas.fill(0, 0.52, 1, 0.02, [210, 216, 220])
  if (!specialRoom) {
    canvas.fill(stove, 0.48, 0.22, 0.05, [70, 72, 76])
    canvas.ellipse(stove + 0.02, 0.43, 0.08, 0.08, [92, 96, 100])
    canvas.ellipse(stove + 0.12, 0.43, 0.08, 0.08, [92, 96, 100])
    canvas.fill(stove - 0.02, 0.1, 0.26, 0.1, [182, 188, 190])
  }
  const cabinet = (stove + 0.45) % 0.78
  canvas.fill(cabinet, 0.16, 0.16, 0.5, [222, 226, 228])
  canvas.fill(cabinet + 0.078, 0.16, 0.004, 0.5, [150, 156, 160])
}

/** A bar whose length is the hour: text would need a font. */
function drawClock(canvas: Canvas, at: number): void {
  canvas.fill(0.02, 0.93, 0.3, 0.03, [30, 34, 36])
  canvas.fill(0.02, 0.93, (0.3 * hourOfDay(at)) / 24, 0.03, [236, 236, 220])
}
