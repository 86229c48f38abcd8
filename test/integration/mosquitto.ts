import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt, { type MqttClient } from 'mqtt'
import { until } from './administrator.ts'
import { ownPort } from './ownPort.ts'

const SERVER = 'mingjian-server'

/** Whether there is a broker to test with. */
export const hasMosquitto = spawnSync('mosquitto', ['-h']).error === undefined

/** A Mosquitto under the shipped configuration, on a port and in a folder of its own. */
export class Mosquitto {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mingjian-mosquitto-'))
  readonly #port: number
  #process: ChildProcess | null = null

  constructor(port: number) {
    this.#port = port
  }

  /** @param extraAcl lines behind the shipped ones. */
  static async start(users: readonly string[], extraAcl = ''): Promise<Mosquitto> {
    const broker = new Mosquitto(await ownPort())
    broker.#configure(users, extraAcl)
    await broker.start()
    return broker
  }

  #configure(users: readonly string[], extraAcl: string): void {
    const folder = this.#folder
    const shipped = (name: string) => readFileSync(new URL(`../../config/mosquitto/${name}`, import.meta.url), 'utf8')
    writeFileSync(join(folder, 'acl'), `${shipped('acl')}\n${extraAcl}`, { mode: 0o600 })
    writeFileSync(join(folder, 'passwords'), [SERVER, ...users].map((user) => `${user}:${passwordOf(user)}\n`).join(''), { mode: 0o600 })
    spawnSync('mosquitto_passwd', ['-U', join(folder, 'passwords')])
    // The broker drops its rights for no other user here.
    const user = process.getuid?.() === 0 ? 'user root\n' : ''
    writeFileSync(join(folder, 'mosquitto.conf'), shipped('mosquitto.conf').replace('listener 1883', `listener ${this.#port} 127.0.0.1`)
      .replace('/var/lib/mosquitto/', `${folder}/`).replaceAll('/etc/mosquitto/', `${folder}/`) + user)
  }

  async start(): Promise<void> {
    this.#process = spawn('mosquitto', ['-c', join(this.#folder, 'mosquitto.conf')], { stdio: 'ignore' })
    await until('the broker', () => mqtt.connectAsync(this.#url(SERVER), { reconnectPeriod: 0 }).then(async (probe) => { await probe.endAsync(true); return true }, () => false))
  }

  /** Resolves once it has ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const ended = this.#process
    if (!ended) return
    this.#process = null
    await new Promise((resolve) => {
      ended.once('exit', resolve)
      ended.kill(signal)
    })
  }

  /** Stops it for good. */
  async remove(): Promise<void> {
    await this.stop('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }

  get serverUrl(): string {
    return this.#url(SERVER)
  }

  /** A device that is back before anybody else when the broker is. */
  connect(user: string): Promise<MqttClient> {
    return mqtt.connectAsync(this.#url(user), { clientId: `device-${user}`, reconnectPeriod: 10 })
  }

  #url(user: string): string {
    return `mqtt://${user}:${passwordOf(user)}@127.0.0.1:${this.#port}`
  }
}

function passwordOf(user: string): string {
  return `password-of-${user}`
}
