import { expect, it } from 'vitest'
import { compareLooks, lookOf, margin, readHashes, writeHashes, type Grey, type Nearness } from './look.ts'

const [WIDTH, HEIGHT] = [90, 80]
type Scene = (u: number, v: number) => number

/** Soft light and dark places, other ones for every seed. */
function aScene(seed: number): Scene {
  let state = seed
  const chance = (): number => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296
  const waves = Array.from({ length: 12 }, () => [chance() * 10 - 5, chance() * 10 - 5, chance() * 2 * Math.PI] as const)
  return (u, v) => 128 + waves.reduce((sum, [a, b, c]) => sum + 18 * Math.sin(a * 4 * u + b * 4 * v + c), 0)
}

function grey(scene: Scene): Grey {
  const brightness = (at: number): number => scene(((at % WIDTH) + 0.5) / WIDTH, (Math.floor(at / WIDTH) + 0.5) / HEIGHT)
  return { width: WIDTH, height: HEIGHT, pixels: Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => Math.max(0, Math.min(255, brightness(at)))) }
}

const first = aScene(1)
const known = lookOf(grey(first))
const against = (scene: Scene): Nearness => compareLooks(lookOf(grey(scene)), { whole: known.whole, cropped: readHashes(writeHashes(known.cropped)) })

it.each<[string, Nearness['as'], (u: number, v: number) => readonly [number, number]]>([
  ['itself', 'same', (u, v) => [u, v]],
  ['its mirror image', 'turned', (u, v) => [1 - u, v]],
  ['itself upside down', 'turned', (u, v) => [1 - u, 1 - v]],
  ['itself on its side', 'turned', (u, v) => [v, 1 - u]],
  ['itself without an eighth of every side', 'cropped', (u, v) => [0.12 + 0.76 * u, 0.12 + 0.76 * v]],
  ['itself with odd strips cut off', 'cropped', (u, v) => [0.1 + 0.83 * u, 0.02 + 0.87 * v]],
])('a picture is known again in %s', (_, as, place) => {
  const found = against((u, v) => first(...place(u, v)))
  expect(found.as).toBe(as)
  expect(margin(found)).toBeLessThan(0)
})

it('a picture is known again in its negative, and in the whole of which it was a part', () => {
  expect(margin(against((u, v) => 255 - first(u, v)))).toBeLessThan(0)
  const wider = against((u, v) => first(-0.12 + 1.2 * u, -0.1 + 1.2 * v))
  expect(wider.as).toBe('cropped')
  expect(margin(wider)).toBeLessThan(0)
})

it('is not taken for another', () => {
  for (let seed = 2; seed < 6; seed += 1) expect(margin(against(aScene(seed)))).toBeGreaterThanOrEqual(0)
})

it('tells a picture of nothing by its contrast', () => {
  expect(lookOf(grey(() => 7)).contrast).toBe(0)
  expect(known.contrast).toBeGreaterThan(20)
})
