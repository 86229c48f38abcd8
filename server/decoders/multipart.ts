import { ByteQueue } from './byteQueue.ts'

export interface Part {
  /** Media type with its parameters, as the part names it. */
  readonly contentType: string | null
  readonly body: Buffer
  /** The part was longer than is taken; its body is left out. */
  readonly tooLarge: boolean
}

const MAX_HEADER_BYTES = 16 * 1024
const MAX_PART_BYTES = 4 * 1024 * 1024
const LF = 0x0a
const CR = 0x0d
const DASH = 0x2d
const HEADER_LINE = /^[\w-]+[ \t]*:/

interface Delimiter {
  /** Where the line break before it begins. */
  readonly from: number
  readonly to: number
  readonly last: boolean
}

/** The boundary a multipart media type names; null where it is none. Quotes and dashes too many are taken off. */
export function boundaryOf(contentType: string | null): string | null {
  if (contentType === null || !/^\s*multipart\//i.test(contentType)) return null
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? []
  // Some cameras name the delimiter line itself, with its dashes.
  const boundary = (quoted ?? plain ?? '').replace(/^-+/, '')
  return boundary.length > 0 && boundary.length <= 200 ? boundary : null
}

/**
 * Takes a multipart stream apart as it comes. A part that names its length is given out with its last byte, any other
 * with the delimiter behind it. Lines may end in \r\n or in \n, headers may lack the empty line behind them, and a
 * length that proves too great is overruled by the delimiter. What it holds is at most one part.
 */
export class MultipartParser {
  readonly #core: Buffer
  readonly #maxPart: number
  readonly #queue = new ByteQueue()
  #state: 'between' | 'headers' | 'body' | 'over' = 'between'
  #atStart = true
  #searched = 0
  #contentType: string | null = null
  #length: number | null = null
  #tooLarge = false

  constructor(boundary: string, maxPart: number = MAX_PART_BYTES) {
    this.#core = Buffer.from(boundary, 'latin1')
    this.#maxPart = maxPart
  }

  push(chunk: Buffer): Part[] {
    if (this.#state === 'over') return []
    this.#queue.push(chunk)
    const parts: Part[] = []
    let more = true
    while (more) more = this.#step(parts)
    return parts
  }

  /** What lies behind the last delimiter of a stream that ended without another, where no length speaks against it. */
  end(): Part[] {
    const parts: Part[] = []
    if (this.#state === 'body' && this.#length === null) this.#give(this.#queue.bytes, parts)
    this.#state = 'over'
    this.#queue.drop(this.#queue.bytes.length)
    return parts
  }

  /** One move from state to state; false where more bytes are needed. */
  #step(parts: Part[]): boolean {
    switch (this.#state) {
      case 'between': return this.#seekDelimiter()
      case 'headers': return this.#readHeader()
      case 'body': return this.#readBody(parts)
      case 'over': return false
    }
  }

  #seekDelimiter(): boolean {
    const delimiter = this.#delimiter(this.#atStart)
    if (delimiter) return this.#open(delimiter)
    this.#keepTail()
    return false
  }

  #readHeader(): boolean {
    const { bytes } = this.#queue
    const end = bytes.indexOf(LF)
    if (end < 0 && bytes.length <= MAX_HEADER_BYTES) return false
    const line = end < 0 ? '' : bytes.subarray(0, end).toString('latin1').trimEnd()
    if (line !== '' && !HEADER_LINE.test(line)) return this.#beginBody(0)
    if (line === '') return this.#beginBody(end < 0 ? 0 : end + 1)
    const value = line.slice(line.indexOf(':') + 1).trim().slice(0, 500)
    const name = line.slice(0, line.indexOf(':')).trim().toLowerCase()
    if (name === 'content-type') this.#contentType = value
    if (name === 'content-length' && /^\d{1,12}$/.test(value)) this.#length = Number(value)
    this.#queue.drop(end + 1)
    return true
  }

  #beginBody(from: number): boolean {
    this.#queue.drop(from)
    this.#searched = 0
    this.#state = 'body'
    return true
  }

  #readBody(parts: Part[]): boolean {
    const delimiter = this.#delimiter(false)
    const { bytes } = this.#queue
    if (delimiter && (this.#length === null || delimiter.from <= this.#length || this.#tooLarge)) {
      this.#give(bytes.subarray(0, delimiter.from), parts)
      return this.#open(delimiter)
    }
    if (this.#length !== null && !this.#tooLarge && bytes.length >= this.#length && this.#length <= this.#maxPart) {
      this.#give(bytes.subarray(0, this.#length), parts)
      this.#queue.drop(this.#length)
      this.#between(true)
      return true
    }
    if (bytes.length > this.#maxPart) {
      this.#tooLarge = true
      this.#keepTail()
    }
    return false
  }

  #give(body: Buffer, parts: Part[]): void {
    const tooLarge = this.#tooLarge || body.length > this.#maxPart
    parts.push({ contentType: this.#contentType, body: tooLarge ? Buffer.alloc(0) : Buffer.from(body), tooLarge })
  }

  #open(delimiter: Delimiter): boolean {
    this.#queue.drop(delimiter.to)
    this.#between(false)
    this.#state = delimiter.last ? 'over' : 'headers'
    return this.#state === 'headers'
  }

  #between(atStart: boolean): void {
    this.#state = 'between'
    this.#atStart = atStart
    this.#searched = 0
    this.#contentType = null
    this.#length = null
    this.#tooLarge = false
  }

  /** Lets go of what can hold no beginning of a delimiter. */
  #keepTail(): void {
    const spare = this.#queue.bytes.length - (this.#core.length + 256)
    if (spare <= 0) return
    this.#queue.drop(spare)
    this.#searched = Math.max(0, this.#searched - spare)
    this.#atStart = false
  }

  /**
   * The next delimiter line: at least two dashes at the beginning of a line, the boundary, two more dashes where it is
   * the last, and the end of the line. Null where there is none yet.
   */
  #delimiter(atStart: boolean): Delimiter | null {
    const { bytes } = this.#queue
    for (;;) {
      const core = bytes.indexOf(this.#core, this.#searched)
      if (core < 0) {
        this.#searched = Math.max(this.#searched, bytes.length - this.#core.length + 1, 0)
        return null
      }
      this.#searched = core
      const from = beginning(bytes, core, atStart || this.#state === 'body')
      const end = from === null ? 'none' : ending(bytes, core + this.#core.length)
      if (end === 'more') return null
      if (from !== null && end !== 'none') return { from, ...end }
      this.#searched = core + 1
    }
  }
}

/** Where the delimiter whose boundary stands at `core` begins, with the line break before it; null where it is none. */
function beginning(bytes: Buffer, core: number, atStart: boolean): number | null {
  let dash = core
  while (dash > 0 && bytes[dash - 1] === DASH && core - dash < 200) dash--
  if (core - dash < 2) return null
  if (dash === 0) return atStart ? 0 : null
  if (bytes[dash - 1] !== LF) return null
  return dash > 1 && bytes[dash - 2] === CR ? dash - 2 : dash - 1
}

function ending(bytes: Buffer, after: number): { to: number; last: boolean } | 'more' | 'none' {
  if (bytes.length < after + 1) return 'more'
  if (bytes[after] === DASH) {
    if (bytes.length < after + 2) return 'more'
    return bytes[after + 1] === DASH ? { to: after + 2, last: true } : 'none'
  }
  let place = after
  while (bytes[place] === 0x20 || bytes[place] === 0x09 || bytes[place] === CR) place++
  if (place >= bytes.length) return place - after > 64 ? 'none' : 'more'
  return bytes[place] === LF ? { to: place + 1, last: false } : 'none'
}
