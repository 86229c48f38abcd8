import type { Canvas, Colour } from './canvas.ts'
import type { Box } from './scene.ts'

const SKIN: Colour = [214, 172, 140]
const WHITE: Colour = [244, 246, 246]
const HAIR: Colour = [34, 30, 30]
const MASK: Colour = [150, 196, 222]
const GREY: Colour = [104, 98, 94]
const STREET: Colour = [62, 78, 120]

/** How a person is dressed and what they hold. */
interface Person {
  readonly hat?: boolean
  readonly mask?: boolean
  readonly coat?: Colour
  /** Held at the head, at the mouth or before the body. */
  readonly holds?: { readonly at: 'ear' | 'mouth' | 'hand'; readonly colour: Colour }
}

const PEOPLE: Readonly<Record<string, Person>> = {
  cook: { hat: true, mask: true },
  no_chef_hat: { mask: true },
  'pale-cap': { hat: true, mask: true },
  no_mask: { hat: true },
  mask_improper: { hat: true },
  no_uniform: { hat: true, mask: true, coat: STREET },
  bare_torso_slippers: { coat: SKIN },
  phone_use: { hat: true, mask: true, holds: { at: 'ear', colour: [20, 22, 26] } },
  smoking: { hat: true, holds: { at: 'mouth', colour: [236, 120, 60] } },
  chopsticks: { hat: true, holds: { at: 'mouth', colour: [150, 110, 70] } },
  eating_in_area: { hat: true, holds: { at: 'mouth', colour: [222, 190, 120] } },
  bare_hand_rte: { hat: true, mask: true, holds: { at: 'hand', colour: [200, 90, 70] } },
  no_gloves_rte: { hat: true, mask: true, holds: { at: 'hand', colour: SKIN } },
  no_handwash: { hat: true, mask: true },
  no_second_change: { hat: true, mask: true, coat: [190, 200, 180] },
  raw_cooked_mix: { hat: true, mask: true, holds: { at: 'hand', colour: [190, 70, 66] } },
  stranger_intrusion: { coat: [96, 60, 60] },
  inspector: { coat: [40, 60, 96], mask: true },
  after_hours_person: { coat: STREET },
  uv_on_person: { coat: [120, 90, 190], mask: true },
}

/** Draws what is to be seen into the box. What is not known leaves it empty: there the model was wrong altogether. */
export function drawSubject(canvas: Canvas, subject: string, box: Box): void {
  const person = PEOPLE[subject]
  if (person) return drawPerson(canvas, person, box)
  THINGS[subject]?.(canvas, box)
}

function drawPerson(canvas: Canvas, { hat, mask, coat = WHITE, holds }: Person, [x, y, width, height]: Box): void {
  const head = width * 0.42
  const headX = x + (width - head) / 2
  canvas.fill(x + width * 0.2, y + height * 0.36, width * 0.6, height * 0.64, coat)
  canvas.fill(x + width * 0.08, y + height * 0.4, width * 0.14, height * 0.34, coat)
  canvas.fill(x + width * 0.78, y + height * 0.4, width * 0.14, height * 0.34, coat)
  canvas.ellipse(headX, y + height * 0.08, head, height * 0.3, SKIN)
  canvas.fill(headX, y + height * 0.06, head, height * 0.08, HAIR)
  if (hat) canvas.fill(headX - 0.004, y, head + 0.008, height * 0.12, WHITE)
  if (mask) canvas.fill(headX + head * 0.1, y + height * 0.25, head * 0.8, height * 0.1, MASK)
  if (!holds) return
  const places = { ear: [headX + head, y + height * 0.16], mouth: [headX + head * 0.7, y + height * 0.28], hand: [x + width * 0.4, y + height * 0.62] } as const
  const [px, py] = places[holds.at]
  canvas.ellipse(px - width * 0.06, py - height * 0.02, width * 0.18, height * 0.09, SKIN)
  canvas.fill(px, py, width * (holds.at === 'hand' ? 0.22 : 0.1), height * 0.07, holds.colour)
}

type Draw = (canvas: Canvas, box: Box) => void

/** A low creature on the floor of its box: body, head, ears and tail. */
const creature = (colour: Colour, size: number, ears: number): Draw => (canvas, [x, y, width, height]) => {
  const [w, h] = [width * size, height * size * 0.55]
  const [left, top] = [x + (width - w) / 2, y + height - h]
  canvas.ellipse(left, top + h * 0.2, w * 0.75, h * 0.8, colour)
  canvas.ellipse(left + w * 0.62, top + h * 0.15, w * 0.34, h * 0.55, colour)
  canvas.fill(left + w * 0.68, top + h * (0.15 - ears), w * 0.08, h * (ears + 0.1), colour)
  canvas.fill(left + w * 0.84, top + h * (0.15 - ears), w * 0.08, h * (ears + 0.1), colour)
  canvas.fill(left - w * 0.2, top + h * 0.75, w * 0.3, h * 0.08, colour)
}

/** Some boxes or stains about the floor of the box. */
const heap = (colours: readonly Colour[], round: boolean): Draw => (canvas, [x, y, width, height]) => {
  colours.forEach((colour, i) => {
    const [w, h] = [width * 0.42, height * (round ? 0.16 : 0.34)]
    const place = [x + width * (0.06 + 0.22 * i), y + height - h * (1 + 0.35 * (i % 2))] as const
    if (round) canvas.ellipse(...place, w, h, colour)
    else canvas.fill(...place, w, h, colour)
  })
}

const cloud = (colour: Colour): Draw => (canvas, [x, y, width, height]) => {
  for (let i = 0; i < 5; i++) canvas.puff(x + width * 0.12 * i - width * 0.1, y + height * (0.5 - 0.11 * i), width * 0.7, height * 0.5, colour, 0.5)
}

const fire: Draw = (canvas, [x, y, width, height]) => {
  canvas.ellipse(x + width * 0.2, y + height * 0.4, width * 0.6, height * 0.6, [244, 150, 40])
  canvas.ellipse(x + width * 0.34, y + height * 0.58, width * 0.32, height * 0.4, [252, 226, 120])
}

const THINGS: Readonly<Record<string, Draw>> = {
  rodent: creature(GREY, 0.42, 0.02),
  cat: creature([196, 140, 80], 0.95, 0.22),
  animal_intrusion: creature([120, 92, 66], 1, 0.2),
  insect: creature([58, 40, 28], 0.14, 0),
  sesame: creature([222, 204, 160], 0.08, 0),
  fire_smoke: (canvas, box) => {
    cloud([70, 68, 68])(canvas, box)
    fire(canvas, box)
  },
  unattended_fire: fire,
  steam: cloud([240, 244, 246]),
  floor_wet: heap([[110, 130, 148], [120, 140, 156], [104, 124, 142]], true),
  goods_on_floor: heap([[176, 136, 88], [160, 120, 76], [190, 150, 100]], false),
  bin_uncovered: heap([[70, 110, 84]], false),
  bin_overflow: heap([[70, 110, 84], [190, 176, 120], [120, 130, 70]], false),
  messy_counter: heap([[200, 120, 80], [120, 160, 120], [180, 180, 190]], true),
  disinfect_door_open: heap([[60, 66, 74]], false),
  camera_blocked: (canvas) => canvas.veil([40, 36, 34], 0.9),
}
