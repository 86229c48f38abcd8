import { createReadStream } from 'node:fs'

/** A file's lines, parted by \n alone: texts may hold what other readers of lines part at. Throws a `LineFault` where it ends within a line or isn't UTF-8. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let line = 1
  let rest = ''
  const decoded = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch {
      throw new LineFault(line, 'it is not UTF-8')
    }
  }
  for await (const bytes of createReadStream(file) as AsyncIterable<Buffer>) {
    const parts = (rest + decoded(bytes)).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      yield part
      line += 1
    }
  }
  rest += decoded()
  if (rest !== '') throw new LineFault(line, 'the file ends within it')
}

/** A line that can't be read for what it should be. */
export class LineFault extends Error {
  readonly line: number

  constructor(line: number, fault: string) {
    super(fault)
    this.line = line
  }
}
