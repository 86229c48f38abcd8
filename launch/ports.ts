import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { LaunchFailure } from './failure.ts'

/** The error code with which the system refuses to listen there, or null if it can be listened to. */
export function refusalToListen(port: number, host: string): Promise<string | null> {
  return new Promise((done) => {
    const probe = net.createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(null)))
  })
}

/** A loopback port that nobody listens to at the moment. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = net.createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no port'))))
    })
  })
}

/** Throws one line with the remedy if a port that the contract names is taken or not allowed to us. */
export async function requireFreePort(variable: 'PORT' | 'MQTT_PORT', port: number): Promise<void> {
  for (const host of ['0.0.0.0', '::', '127.0.0.1']) {
    const refusal = await refusalToListen(port, host)
    if (refusal === null || refusal === 'EAFNOSUPPORT' || refusal === 'EADDRNOTAVAIL') continue
    const other = port < 1024 ? port + 8000 : port + 1
    const remedy = `start with ${variable}=${other} npm start`
    if (refusal === 'EADDRINUSE') {
      throw new LaunchFailure(`Port ${port} is in use: stop what listens there, or ${remedy}`)
    }
    throw new LaunchFailure(`Port ${port} can't be listened to (${refusal}): ${remedy}`)
  }
}

/** The private ports of the embedded stores: the same after a restart, so that whoever holds an address keeps it. */
export class PrivatePorts {
  readonly #file: string

  constructor(runFolder: string) {
    this.#file = path.join(runFolder, 'ports.json')
  }

  async choose(store: string): Promise<number> {
    const remembered = this.#read()[store]
    if (remembered !== undefined && (await refusalToListen(remembered, '127.0.0.1')) === null) return remembered
    let port = await freePort()
    while (Object.values(this.#read()).includes(port)) port = await freePort()
    fs.writeFileSync(this.#file, JSON.stringify({ ...this.#read(), [store]: port }))
    return port
  }

  #read(): Record<string, number> {
    try {
      return JSON.parse(fs.readFileSync(this.#file, 'utf8')) as Record<string, number>
    } catch {
      return {}
    }
  }
}
