import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import jsmodbus, { type ModbusTCPClient } from 'jsmodbus'
import type { Logger } from 'pino'
import type { Decoded } from '../decoders/decoder.ts'
import { answersAsText, decodeAnswers, planReads, type Answer, type Block, type ModbusController } from '../decoders/modbus.ts'

const SECOND = 1000
const LEAST_PAUSE = SECOND
const MOST_PAUSE = 60 * SECOND
/** An answer has at most 260 bytes; what says this much to one question is no controller. */
const MOST_ANSWER_BYTES = 64 * 1024

interface Parts {
  readonly controller: ModbusController
  /**
   * Takes each poll's items; the next poll waits until it has. A first item tells whether the controller answers.
   * @param raw what was answered, as JSON: the registers as unsigned words and the bits, by table and address; or why nothing was
   */
  readonly onItems: (items: readonly Decoded[], raw: string) => void | Promise<void>
  readonly clock: () => number
  readonly log: Logger
}

interface Connection {
  readonly socket: Socket
  readonly client: ModbusTCPClient
  /** Bytes that have come since the last question. */
  readonly heard: { bytes: number }
}

/**
 * Asks one Modbus TCP controller for its registers at its interval, over one connection. What fails closes the
 * connection; it is opened again after a pause that doubles from one second to a minute.
 */
export class ModbusPoller {
  readonly #controller: ModbusController
  readonly #blocks: readonly Block[]
  readonly #onItems: Parts['onItems']
  readonly #clock: () => number
  readonly #log: Logger
  #running: { readonly stop: AbortController; readonly done: Promise<void> } | null = null

  constructor({ controller, onItems, clock, log }: Parts) {
    this.#controller = controller
    this.#blocks = planReads(controller.points)
    this.#onItems = onItems
    this.#clock = clock
    this.#log = log
  }

  start(): void {
    if (this.#running) return
    const stop = new AbortController()
    this.#running = { stop, done: this.#run(stop.signal) }
  }

  /** Resolves once the connection is closed and the last items are taken. */
  async stop(): Promise<void> {
    const running = this.#running
    this.#running = null
    running?.stop.abort()
    await running?.done
  }

  async #run(signal: AbortSignal): Promise<void> {
    let pause = LEAST_PAUSE
    while (!signal.aborted) {
      try {
        await this.#poll(signal, () => (pause = LEAST_PAUSE))
      } catch (error) {
        if (signal.aborted) return
        this.#log.warn({ controller: `${this.#controller.host}:${this.#controller.port}`, error: reasonOf(error), pause }, 'a Modbus controller does not answer')
        await this.#give([{ kind: 'status', source: [], online: false }], reasonOf(error))
        await wait(pause, undefined, { signal }).catch(() => undefined)
        pause = Math.min(pause * 2, MOST_PAUSE)
      }
    }
  }

  /** Polls over one connection until it fails. */
  async #poll(signal: AbortSignal, succeeded: () => void): Promise<void> {
    const connection = await this.#connect(signal)
    const close = (): void => void connection.socket.destroy()
    signal.addEventListener('abort', close, { once: true })
    try {
      while (!signal.aborted) {
        const began = this.#clock()
        const { items, raw } = await this.#ask(connection)
        succeeded()
        await this.#give(items, raw)
        const left = this.#controller.interval * SECOND - (this.#clock() - began)
        await wait(Math.max(0, Math.min(left, this.#controller.interval * SECOND)), undefined, { signal }).catch(() => undefined)
      }
    } finally {
      signal.removeEventListener('abort', close)
      close()
    }
  }

  async #connect(signal: AbortSignal): Promise<Connection> {
    const { host, port, unit, timeout } = this.#controller
    const socket = connect({ host, port, noDelay: true, keepAlive: true })
    const client = new jsmodbus.client.TCP(socket, unit, timeout * SECOND)
    try {
      await settled(socket, timeout * SECOND, signal)
    } catch (error) {
      socket.destroy()
      throw error
    }
    // Without a listener an error would end the process; the request under way fails by the socket's close.
    socket.on('error', () => undefined)
    const heard = { bytes: 0 }
    socket.on('data', (chunk) => {
      heard.bytes += chunk.length
      if (heard.bytes > MOST_ANSWER_BYTES) socket.destroy()
    })
    return { socket, client, heard }
  }

  /** Everything the controller has. A block it refuses (an exception answer) is told, and the others are read all the same. */
  async #ask({ client, heard }: Connection): Promise<{ items: Decoded[]; raw: string }> {
    const answers: Answer[] = []
    const refused: Decoded[] = []
    for (const block of this.#blocks) {
      heard.bytes = 0
      try {
        answers.push(await read(client, block))
      } catch (error) {
        if (!isException(error)) throw error
        refused.push({ kind: 'rejection', source: [], type: 'invalid', detail: `${block.table} ${block.start} to ${block.start + block.count - 1}: ${reasonOf(error)}` })
      }
    }
    return { items: [{ kind: 'status', source: [], online: true }, ...decodeAnswers(this.#controller, answers, this.#clock()), ...refused], raw: answersAsText(answers) }
  }

  async #give(items: readonly Decoded[], raw: string): Promise<void> {
    try {
      await this.#onItems(items, raw)
    } catch (error) {
      this.#log.error({ controller: `${this.#controller.host}:${this.#controller.port}`, error: reasonOf(error) }, 'a poll could not be taken in')
    }
  }
}

/** Resolves once connected; fails on an error, after the timeout, or when aborted. */
function settled(socket: Socket, timeout: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => finish(() => reject(error))
    const aborted = (): void => fail(new Error('stopped'))
    const timer = setTimeout(() => fail(new Error('no connection in time')), timeout)
    const finish = (settle: () => void): void => {
      clearTimeout(timer)
      socket.off('connect', connected).off('error', fail)
      signal.removeEventListener('abort', aborted)
      settle()
    }
    const connected = (): void => finish(resolve)
    socket.once('connect', connected).once('error', fail)
    signal.addEventListener('abort', aborted, { once: true })
    if (signal.aborted) aborted()
  })
}

async function read(client: ModbusTCPClient, block: Block): Promise<Answer> {
  const { table, start, count } = block
  switch (table) {
    case 'holding':
      return { block, registers: (await client.readHoldingRegisters(start, count)).response.body.valuesAsBuffer }
    case 'input':
      return { block, registers: (await client.readInputRegisters(start, count)).response.body.valuesAsBuffer }
    case 'coil':
      return { block, bits: (await client.readCoils(start, count)).response.body.valuesAsArray.slice(0, count).map(Boolean) }
    case 'discrete':
      return { block, bits: (await client.readDiscreteInputs(start, count)).response.body.valuesAsArray.slice(0, count).map(Boolean) }
  }
}

/** An answer that says no, unlike no answer at all. */
function isException(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'err' in error && error.err === 'ModbusException'
}

function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error)
  return String(error.message)
}
