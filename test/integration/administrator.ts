import mqtt, { type MqttClient } from 'mqtt'
import type { Alert } from '../../domain/alert.ts'
import type { Order } from '../../domain/order.ts'
import type { Constellation } from './constellation.ts'

export interface Answer<T = Record<string, unknown>> {
  readonly status: number
  readonly body: T
}

/** An administrator with a token, driving a running system from outside by its public addresses only. */
export class Administrator {
  readonly #system: Pick<Constellation, 'url' | 'mqttUrl' | 'adminToken'>

  constructor(system: Pick<Constellation, 'url' | 'mqttUrl' | 'adminToken'>) {
    this.#system = system
  }

  async call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, token = this.#system.adminToken): Promise<Answer<T>> {
    const raw = typeof body === 'string' || body instanceof Buffer
    const response = await fetch(`${this.#system.url}/api/v1/${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: raw ? new Uint8Array(Buffer.from(body)) : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T }
  }

  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.call<T>('GET', path)
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`)
    return body
  }

  /** Creates something and answers it; throws unless it is a 201. */
  async create<T = Record<string, unknown>>(path: string, body: unknown): Promise<T> {
    const { status, body: made } = await this.call<T>('POST', path, body)
    if (status !== 201) throw new Error(`POST ${path}: ${status} ${JSON.stringify(made)}`)
    return made
  }

  /** Posts, and answers the last of the lines of JSON that come back. */
  async lastLine<T>(path: string, body: unknown): Promise<T> {
    const response = await fetch(`${this.#system.url}/api/v1/${path}`, {
      method: 'POST', headers: { Authorization: `Bearer ${this.#system.adminToken}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body),
    })
    const text = await response.text()
    if (response.status !== 200) throw new Error(`POST ${path}: ${response.status} ${text}`)
    return JSON.parse(text.trim().split('\n').at(-1) ?? '') as T
  }

  unit(id: string, more: object = {}): Promise<unknown> {
    return this.create('units', { id, name: `单位 ${id}`, kind: 'canteen', district: '131102', point: [115.69, 37.74], ...more })
  }

  /** Registers a device and answers its token. */
  async device(id: string, unit: string, more: object = {}): Promise<string> {
    return (await this.create<{ token: string }>('devices', { id, unit, profile: 'catering-freezer', interval: 60, ...more })).token
  }

  /** All alerts that fit, page after page. */
  async alerts(query: string): Promise<Alert[]> {
    const all: Alert[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { items, next }: { items: Alert[]; next: string | null } = await this.get(`alerts?limit=500&${query}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)
      all.push(...items)
      cursor = next
    }
    return all
  }

  async orders(): Promise<Order[]> {
    return (await this.get<{ items: Order[] }>('orders?limit=500')).items
  }

  deadLetters(query: string): Promise<{ items: { type: string; detail: string; device: string | null; payload: string }[] }> {
    return this.get(`dead-letters?limit=500&${query}`)
  }

  /** Connects a device over MQTT; throws where it is refused. */
  connect(id: string, token: string, options: object = {}): Promise<MqttClient> {
    return mqtt.connectAsync(this.#system.mqttUrl, { username: id, password: token, clientId: `${id}-test`, protocolVersion: 4, reconnectPeriod: 0, connectTimeout: 10_000, ...options })
  }
}

/** Waits until the question has an answer, and answers it; so long that only what never comes fails, not what is slow. */
export async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>, ms = 60_000): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
