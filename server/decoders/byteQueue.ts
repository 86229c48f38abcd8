/** Bytes that come in at one end and go out at the other; memory grows with what waits, never with what has passed. */
export class ByteQueue {
  #room = Buffer.alloc(4096)
  #length = 0

  /** What waits; valid until the next change. */
  get bytes(): Buffer {
    return this.#room.subarray(0, this.#length)
  }

  push(chunk: Buffer): void {
    const length = this.#length + chunk.length
    if (length > this.#room.length) {
      const room = Buffer.alloc(Math.max(length, this.#room.length * 2))
      this.#room.copy(room, 0, 0, this.#length)
      this.#room = room
    }
    chunk.copy(this.#room, this.#length)
    this.#length = length
  }

  drop(count: number): void {
    this.#room.copy(this.#room, 0, count, this.#length)
    this.#length -= count
  }
}
