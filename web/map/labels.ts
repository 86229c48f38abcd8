/** A rectangle on the screen, in pixels. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface LabelWish {
  id: string
  /** The mark it belongs to. */
  x: number
  y: number
  width: number
  height: number
}

export interface PlacedLabel extends Box {
  id: string
  side: 'right' | 'left'
}

const apart = (a: Box, b: Box): boolean => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y

/**
 * Gives labels a place beside their marks, first come first served: to the right, else to the left,
 * and none at all where it would cover another label or leave the frame. Never more than `most`.
 */
export function placeLabels(wishes: readonly LabelWish[], taken: readonly Box[], frame: Box, gap: number, most: number): PlacedLabel[] {
  const placed: PlacedLabel[] = []
  const blocked = [...taken]
  for (const { id, x, y, width, height } of wishes) {
    if (placed.length >= most) break
    for (const side of ['right', 'left'] as const) {
      const box = { x: side === 'right' ? x + gap : x - gap - width, y: y - height / 2, width, height }
      const inFrame = box.x >= frame.x && box.y >= frame.y && box.x + width <= frame.x + frame.width && box.y + height <= frame.y + frame.height
      if (!inFrame || !blocked.every((other) => apart(box, other))) continue
      placed.push({ id, side, ...box })
      blocked.push(box)
      break
    }
  }
  return placed
}
