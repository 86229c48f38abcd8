import type { Order, OrderPhoto } from '../../domain/order.ts'
import type { Constellation } from './constellation.ts'

/** What is said of a photo beside what an honest phone would say. */
export interface Claim {
  readonly phone?: string
  readonly capture?: object
}

interface Opened {
  readonly id: string
  readonly word: string
  readonly code: string
}

/** A person's phone: signs in at a running system, acts on orders and sends photos in pieces, as the page does. */
export class ProofPhone {
  readonly #url: string
  #cookie: string
  readonly #phone: string
  readonly #point: readonly [number, number]

  private constructor(url: string, cookie: string, phone: string, point: readonly [number, number]) {
    this.#url = url
    this.#cookie = cookie
    this.#phone = phone
    this.#point = point
  }

  static async signIn({ url }: Pick<Constellation, 'url'>, login: { username: string; password: string }, phone: string, point: readonly [number, number]): Promise<ProofPhone> {
    const answer = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(login) })
    if (answer.status !== 201) throw new Error(`${login.username} could not sign in: ${answer.status}`)
    return new ProofPhone(url, answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; '), phone, point)
  }

  /** Does something to an order; throws unless it is taken. */
  act(order: string, action: string, body: object = {}): Promise<Order> {
    return this.#send<Order>('POST', `orders/${order}/${action}`, JSON.stringify(body), { 'content-type': 'application/json' })
  }

  /** Binds this phone's browser to its number; `readOut` is the officer who has the code of the asking with this id. */
  async bind(unit: string, readOut: (id: string) => Promise<string>): Promise<void> {
    const json = { 'content-type': 'application/json' }
    const { id } = await this.#send<{ id: string }>('POST', 'phones', JSON.stringify({ unit, phone: this.#phone }), json)
    await this.#send('POST', `phones/${id}/confirm`, JSON.stringify({ code: await readOut(id) }), json)
  }

  /** Sends a photo and answers it with its checks. */
  async photograph(order: string, item: string, bytes: Buffer, portrait: Buffer, { phone = this.#phone, capture = {} }: Claim = {}): Promise<OrderPhoto> {
    const json = { 'content-type': 'application/json' }
    const opened = await this.#send<Opened>('POST', `orders/${order}/uploads`, JSON.stringify({ phone, size: bytes.length, portraitSize: portrait.length }), json)
    for (const [part, content] of [['photo', bytes], ['portrait', portrait]] as const) {
      await this.#send('PATCH', `uploads/${opened.id}?part=${part}`, content, { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' })
    }
    const said = { item, word: opened.word, phone, code: opened.code, point: this.#point, accuracy: 10, live: true, ...capture }
    return this.#send<OrderPhoto>('POST', `uploads/${opened.id}/complete`, JSON.stringify(said), json)
  }

  async #send<T>(method: string, path: string, body: string | Buffer, headers: Record<string, string>): Promise<T> {
    const answer = await fetch(`${this.#url}/api/v1/${path}`, { method, headers: { ...headers, cookie: this.#cookie }, body: typeof body === 'string' ? body : new Uint8Array(body) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    this.#cookie = [this.#cookie, ...answer.headers.getSetCookie().filter((cookie) => cookie.startsWith('mingjian-phone=')).map((cookie) => cookie.split(';')[0])].join('; ')
    return (text === '' ? {} : JSON.parse(text)) as T
  }
}
