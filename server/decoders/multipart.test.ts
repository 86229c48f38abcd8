import { describe, expect, it } from 'vitest'
import { boundaryOf, MultipartParser, type Part } from './multipart.ts'

function read(stream: Buffer, sizes: (rest: number) => number, maxPart?: number): string[] {
  const parser = new MultipartParser('myboundary', maxPart)
  const parts: Part[] = []
  for (let place = 0; place < stream.length;) {
    const size = sizes(stream.length - place)
    parts.push(...parser.push(stream.subarray(place, place + size)))
    place += size
  }
  parts.push(...parser.end())
  return parts.map(({ contentType, body, tooLarge }) => `${contentType}|${tooLarge ? 'too large' : body.toString('latin1')}`)
}

const JPEG = Buffer.from([0xff, 0xd8, 0x0d, 0x0a, 0x2d, 0x2d, 0x6d, 0x79, 0x00, 0x0a, 0x2d, 0x2d, 0x0d, 0xff, 0xd9]).toString('latin1')
const crlf = (text: string) => text.replaceAll('\n', '\r\n')

const STREAMS: readonly (readonly [name: string, stream: string, parts: readonly string[]])[] = [
  ['with lengths', crlf(`--myboundary\nContent-Type: text/plain\nContent-Length: 9\n\nHeartbeat\n--myboundary\nContent-Type: text/plain\nContent-Length: 3\n\nabc\n`), ['text/plain|Heartbeat', 'text/plain|abc']],
  ['without lengths', crlf('--myboundary\nContent-Type: text/plain\n\nabc\n\n--myboundary\nContent-Type: application/xml; charset="UTF-8"\n\n<a/>\n--myboundary--\nlater'), ['text/plain|abc\r\n', 'application/xml; charset="UTF-8"|<a/>']],
  ['with bare line feeds and a preamble', 'some words\n--myboundary\nContent-Type: text/plain\n\nabc\n--myboundary\nContent-Type: text/plain\n\ndef\n--myboundary--', ['text/plain|abc', 'text/plain|def']],
  ['with a picture that holds line breaks and dashes', `--myboundary\r\nContent-Type: image/jpeg\r\nContent-Length: ${JPEG.length}\r\n\r\n${JPEG}\r\n--myboundary\r\n\r\nx\r\n--myboundary--`, [`image/jpeg|${JPEG}`, 'null|x']],
  ['with a picture of no stated length', `--myboundary\r\nContent-Type: image/jpeg\r\n\r\n${JPEG}\r\n--myboundary--`, [`image/jpeg|${JPEG}`]],
  ['whose headers lack the empty line', crlf('--myboundary\nContent-Type: text/plain\nContent-Length:39\nCode=AudioMutation;action=Start;index=0\n\n--myboundary\n\nx\n--myboundary--'), ['text/plain|Code=AudioMutation;action=Start;index=0', 'null|x']],
  ['with a length too great', crlf('--myboundary\nContent-Length: 500\n\nabc\n--myboundary\n\nx\n--myboundary--'), ['null|abc', 'null|x']],
  ['with no line break behind a part of a stated length', '--myboundary\nContent-Length: 3\n\nabc--myboundary\nContent-Length: 1\n\nx', ['null|abc', 'null|x']],
  ['with lookalikes of the boundary', '--myboundary\n\na--myboundary\n--myboundaryX\n-myboundary\n --myboundary\n--myboundary--', ['null|a--myboundary\n--myboundaryX\n-myboundary\n --myboundary']],
  ['with an empty part', '--myboundary\nContent-Length: 0\n\n\n--myboundary\n\n--myboundary--', ['null|', 'null|']],
  ['with more dashes and blanks than are due', '----myboundary  \r\n\r\nabc\r\n----myboundary--', ['null|abc']],
  ['that breaks off within a part of a stated length', '--myboundary\nContent-Length: 100\n\nabc', []],
  ['that breaks off within headers', '--myboundary\nContent-Len', []],
]

describe('a multipart stream', () => {
  it.each(STREAMS)('%s is taken apart alike, wherever it is split', (_, text, parts) => {
    const stream = Buffer.from(text, 'latin1')
    expect(read(stream, (rest) => rest)).toEqual(parts)
    expect(read(stream, () => 1)).toEqual(parts)
    for (let cut = 1; cut < stream.length; cut++) {
      let first = true
      expect(read(stream, (rest) => { const size = first ? cut : rest; first = false; return size })).toEqual(parts)
    }
  })

  it('gives a part of a stated length with its last byte, without waiting for what follows', () => {
    const parser = new MultipartParser('b')
    expect(parser.push(Buffer.from('--b\r\nContent-Length: 3\r\n\r\nab'))).toEqual([])
    expect(parser.push(Buffer.from('c')).map((part) => part.body.toString())).toEqual(['abc'])
  })

  it.each([1, 7, 1000])('says of a part that it is too large, keeps no more of it than is allowed, and goes on behind it, in pieces of %i', (size) => {
    const stream = Buffer.from(`--myboundary\n\n${'y'.repeat(5000)}\n--myboundary\nContent-Length: 9000\n\n${'z'.repeat(9000)}\n--myboundary\n\nx\n--myboundary--`)
    expect(read(stream, () => size, 2000)).toEqual(['null|too large', 'null|too large', 'null|x'])
  })

  it('does not grow on headers or preambles without end', () => {
    const parser = new MultipartParser('b', 2000)
    for (let i = 0; i < 200; i++) expect(parser.push(Buffer.alloc(1000, 'x'))).toEqual([])
    parser.push(Buffer.from('\n--b\n'))
    for (let i = 0; i < 200; i++) parser.push(Buffer.alloc(1000, 'x'))
    expect(parser.push(Buffer.from('\n--b--')).map((part) => part.tooLarge)).toEqual([true])
  })
})

describe('the boundary of a media type', () => {
  it.each([
    ['multipart/mixed; boundary=boundary', 'boundary'],
    ['multipart/x-mixed-replace;boundary="my boundary"', 'my boundary'],
    ['Multipart/Form-Data; charset=x; Boundary=---------------------------7e13971310878', '7e13971310878'],
    ['multipart/x-mixed-replace; boundary=--myboundary', 'myboundary'],
    ['multipart/mixed', null],
    ['text/plain; boundary=x', null],
    ['multipart/mixed; boundary=--', null],
    [null, null],
  ])('%s is %s', (contentType, boundary) => expect(boundaryOf(contentType)).toBe(boundary))
})
