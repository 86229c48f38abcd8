/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number]

/** A small picture in memory, three bytes a pixel. Places are shares of its width and height. */
export class Canvas {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array

  constructor(width: number, height: number, ground: Colour) {
    this.width = width
    this.height = height
    this.pixels = new Uint8Array(width * height * 3)
    this.fill(0, 0, 1, 1, ground)
  }

  fill(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.#paint(x, y, width, height, colour, () => true)
  }

  ellipse(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.#paint(x, y, width, height, colour, (dx, dy) => dx * dx + dy * dy <= 1)
  }

  /** A puff of fog or steam over what is there; `share` is how thick it is. */
  puff(x: number, y: number, width: number, height: number, colour: Colour, share: number): void {
    this.#paint(x, y, width, height, colour, (dx, dy) => dx * dx + dy * dy <= 1, share)
  }

  /** A veil over the whole picture, such as the dark. */
  veil(colour: Colour, share: number): void {
    this.#paint(0, 0, 1, 1, colour, () => true, share)
  }

  frame(x: number, y: number, width: number, height: number, colour: Colour, pixels = 2): void {
    const [across, down] = [pixels / this.width, pixels / this.height]
    this.fill(x, y, width, down, colour)
    this.fill(x, y + height - down, width, down, colour)
    this.fill(x, y, across, height, colour)
    this.fill(x + width - across, y, across, height, colour)
  }

  /** The sensor's own grain; `next` gives shares of one. */
  grain(strength: number, next: () => number): void {
    for (let i = 0; i < this.pixels.length; i += 3) {
      const by = strength * (next() - 0.5)
      for (let c = 0; c < 3; c++) this.pixels[i + c] = clamp((this.pixels[i + c] ?? 0) + by)
    }
  }

  #paint(x: number, y: number, width: number, height: number, colour: Colour, covers: (dx: number, dy: number) => boolean, share = 1): void {
    const [left, top] = [Math.max(0, Math.round(x * this.width)), Math.max(0, Math.round(y * this.height))]
    const [right, bottom] = [Math.min(this.width, Math.round((x + width) * this.width)), Math.min(this.height, Math.round((y + height) * this.height))]
    const [middleX, middleY] = [(x + width / 2) * this.width, (y + height / 2) * this.height]
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        if (!covers((column + 0.5 - middleX) / ((width * this.width) / 2), (row + 0.5 - middleY) / ((height * this.height) / 2))) continue
        const at = (row * this.width + column) * 3
        for (let c = 0; c < 3; c++) this.pixels[at + c] = clamp((this.pixels[at + c] ?? 0) * (1 - share) + (colour[c] ?? 0) * share)
      }
    }
  }
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)))
}
