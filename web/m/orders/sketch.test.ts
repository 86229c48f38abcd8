import { expect, it } from 'vitest'
import { sketchOf } from './sketch.ts'

it('draws readings from left to right, with the limit among them and nothing outside the box', () => {
  const sketch = sketchOf([[0, -18], [60, -10], [120, -6]], -12, 300, 100)
  const points = [...(sketch?.path ?? '').matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])
  expect(points.map(([x]) => x)).toEqual([0, 150, 300])
  const heights = points.map(([, y]) => y ?? 0)
  expect(heights).toEqual(heights.toSorted((a, b) => b - a))
  for (const y of heights) expect(y > 0 && y < 100).toBe(true)
  expect(sketch?.limitY).toBeGreaterThan(heights[1] ?? 0)
  expect(sketch?.limitY).toBeLessThan(heights[0] ?? 0)
})

it('draws level readings without a limit in the box, and no curve of a single one', () => {
  expect(sketchOf([[0, 4], [60, 4]], null, 300, 100)?.path).toBe('M0 93.1L300 93.1')
  expect(sketchOf([[0, 4]], 8, 300, 100)).toBeNull()
})
