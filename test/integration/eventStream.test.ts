import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Decoded, Message } from '../../server/decoders/decoder.ts'
import { dahua } from '../../server/decoders/dahua/dahua.ts'
import { hikvision } from '../../server/decoders/hikvision/hikvision.ts'
import { EventStream, type StreamOptions, type Timing } from '../../server/pull/eventStream.ts'

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const part = (contentType: string, body: string | Buffer) =>
  Buffer.concat([Buffer.from(`--myboundary\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n`), Buffer.from(body), Buffer.from('\r\n')])
const TIMING: Partial<Timing> = { silence: 60_000, firstPause: 20, longestPause: 40, refusedPause: 20 }

/** A camera that asks for a digest and answers each attempt by its own script. */
class Camera {
  readonly attempts: string[] = []
  readonly #server: Server
  scheme: 'digest' | 'basic' = 'digest'
  password = 'secret'

  constructor(play: (response: ServerResponse, attempt: number) => void) {
    let admitted = 0
    this.#server = createServer((request, response) => {
      if (!this.#admits(request)) {
        const challenge = this.scheme === 'basic' ? 'Basic realm="cam"' : 'Digest realm="cam", qop="auth", nonce="abc", opaque="x"'
        response.writeHead(401, { 'WWW-Authenticate': challenge }).end('<html>Unauthorized</html>')
        return
      }
      response.writeHead(200, { 'Content-Type': 'multipart/x-mixed-replace; boundary=myboundary' })
      play(response, admitted++)
    })
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => { this.#server.listen(0, '127.0.0.1', resolve) })
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => { this.#server.close(resolve) })
  }

  #admits({ headers, url = '' }: IncomingMessage): boolean {
    const given = headers.authorization ?? ''
    this.attempts.push(given === '' ? 'bare' : given.slice(0, given.indexOf(' ')))
    if (this.scheme === 'basic') return given === `Basic ${Buffer.from(`admin:${this.password}`).toString('base64')}`
    const field = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(given)?.[1] ?? ''
    const expected = md5(`${md5(`admin:cam:${this.password}`)}:abc:${field('nc')}:${field(' cnonce')}:auth:${md5(`GET:${url}`)}`)
    return field('response') === expected && field('uri') === url
  }
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => { for (const close of closing.splice(0).reverse()) await close() })

async function listen(vendor: 'hikvision' | 'dahua', camera: Camera, options: Partial<StreamOptions> = {}) {
  const messages: Message[] = []
  const lines: string[] = []
  const address = await camera.open()
  closing.push(() => camera.close())
  const stream = new EventStream(vendor, {
    address, credentials: { username: 'admin', password: 'secret' }, timing: TIMING,
    onMessage: (message) => { messages.push(message) }, onLine: (up, reason) => { lines.push(up ? 'up' : reason) }, ...options,
  })
  closing.push(() => stream.stop())
  stream.start()
  return { stream, messages, lines, texts: () => messages.map(({ payload }) => payload.toString('latin1')) }
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 10 })

describe('the event stream of a camera', () => {
  it('is opened by digest and read in whatever pieces it comes, up to detections with their pictures', async () => {
    const jpeg = Buffer.from([0xff, 0xd8, 1, 13, 10, 45, 45, 2])
    const alert = '<EventNotificationAlert><macAddress>aa</macAddress><channelID>1</channelID><eventType>smokingDetection</eventType><eventState>active</eventState></EventNotificationAlert>'
    const bytes = Buffer.concat([part('application/xml', alert), part('image/jpeg', jpeg)])
    const camera = new Camera(async (response) => {
      for (let place = 0; place < bytes.length; place += 7) {
        response.write(bytes.subarray(place, place + 7))
        await new Promise((resolve) => { setImmediate(resolve) })
      }
    })
    const decoder = hikvision.create({ prefix: null, timeZone: 'Asia/Shanghai' })
    const decoded: Decoded[] = []
    const { lines } = await listen('hikvision', camera, { onMessage: (message) => { decoded.push(...decoder.decode(message)) } })
    await until(() => expect(decoded).toHaveLength(2))
    expect(decoded).toMatchObject([{ type: 'smokingDetection', phase: 'start' }, { phase: 'update', snapshot: jpeg.toString('base64') }])
    expect(camera.attempts).toEqual(['bare', 'Digest'])
    expect(lines).toEqual(['up'])
  })

  it('is opened by basic where nothing else is asked for', async () => {
    const camera = new Camera((response) => { response.write(part('text/plain', 'Heartbeat')) })
    camera.scheme = 'basic'
    const { messages } = await listen('dahua', camera)
    await until(() => expect(messages).toHaveLength(1))
    expect(messages[0]).toMatchObject({ topic: '/cgi-bin/eventManager.cgi', contentType: 'text/plain', retained: false })
    expect(dahua.create({ prefix: null, timeZone: 'UTC' }).decode(messages[0] as Message)).toEqual([{ kind: 'status', source: [], online: true }])
  })

  it('is opened again after it dies in the middle of a part, which is not handed on', async () => {
    const camera = new Camera((response, attempt) => {
      response.write(part('text/plain', `event ${attempt}`))
      if (attempt > 1) return
      response.write('--myboundary\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\nhalf')
      setTimeout(() => response.destroy(), 20)
    })
    const { texts, lines } = await listen('dahua', camera)
    await until(() => expect(texts()).toEqual(['event 0', 'event 1', 'event 2']))
    expect(lines.filter((line) => line === 'up')).toHaveLength(3)
    expect(lines).toHaveLength(5)
  })

  it('is opened again when it falls silent', async () => {
    const camera = new Camera((response, attempt) => { response.write(part('text/plain', `event ${attempt}`)) })
    const { texts, lines } = await listen('dahua', camera, { timing: { ...TIMING, silence: 200 } })
    await until(() => expect(texts().length).toBeGreaterThanOrEqual(2))
    expect(lines.slice(0, 2)).toEqual(['up', 'nothing came for 200 ms'])
  })

  it('waits for whoever takes its messages, however long, and holds that against nobody', async () => {
    const camera = new Camera((response) => { response.write(Buffer.concat([part('text/plain', 'a'), part('text/plain', 'b')])) })
    const taken: string[] = []
    let release = (): void => {}
    const { lines } = await listen('dahua', camera, {
      timing: { ...TIMING, silence: 300 },
      onMessage: async ({ payload }) => { taken.push(payload.toString()); if (taken.length === 1) await new Promise<void>((resolve) => { release = resolve }) },
    })
    await until(() => expect(taken).toEqual(['a']))
    await new Promise((resolve) => { setTimeout(resolve, 600) })
    expect(taken).toEqual(['a'])
    expect(lines).toEqual(['up'])
    release()
    await until(() => expect(taken.slice(0, 2)).toEqual(['a', 'b']))
  })

  it('says so where the password is refused, and tries again only after a long pause', async () => {
    const camera = new Camera(() => {})
    camera.password = 'other'
    const { lines } = await listen('dahua', camera, { timing: { ...TIMING, refusedPause: 60_000 } })
    await until(() => expect(lines).toEqual(['the device refuses the user name or the password']))
    await new Promise((resolve) => { setTimeout(resolve, 200) })
    expect(camera.attempts).toEqual(['bare', 'Digest'])
  })

  it('is closed at once when it is told to stop, connected or not', async () => {
    const camera = new Camera((response) => { response.write(part('text/plain', 'a')) })
    const { stream, messages } = await listen('dahua', camera)
    await until(() => expect(messages).toHaveLength(1))
    await stream.stop()
    await camera.close()
    const nowhere = new EventStream('dahua', { address: 'http://127.0.0.1:1', credentials: { username: '', password: '' }, onMessage: () => {}, timing: { ...TIMING, firstPause: 60_000 } })
    nowhere.start()
    await new Promise((resolve) => { setTimeout(resolve, 50) })
    await nowhere.stop()
    expect(messages).toHaveLength(1)
  })
})
