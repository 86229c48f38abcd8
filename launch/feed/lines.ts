import fs from 'node:fs'
import { createInterface } from 'node:readline'
import { PassThrough, Transform } from 'node:stream'

const LOOK_BYTES = 256 * 1024

/** The lines of a text file, whatever their ends. Files of Chinese office programs that are no UTF-8 are read as GB18030. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const encoding = encodingOf(file)
  const source = fs.createReadStream(file)
  const text = encoding === 'utf-8' ? source.pipe(new PassThrough()) : source.pipe(decoding(encoding))
  source.on('error', (error) => text.destroy(error))
  yield* createInterface({ input: text, crlfDelay: Infinity })
}

function encodingOf(file: string): string {
  const handle = fs.openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(LOOK_BYTES)
    const start = bytes.subarray(0, fs.readSync(handle, bytes, 0, LOOK_BYTES, 0))
    if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
    // In `stream` mode a character cut off at the end is no error.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true })
    return 'utf-8'
  } catch (error) {
    if (error instanceof TypeError) return 'gb18030'
    throw error
  } finally {
    fs.closeSync(handle)
  }
}

function decoding(encoding: string): Transform {
  const decoder = new TextDecoder(encoding)
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, decoder.decode(chunk, { stream: true })),
    flush: (done) => done(null, decoder.decode()),
  })
}
