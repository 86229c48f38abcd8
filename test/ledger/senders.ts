import { fork, type ChildProcess } from 'node:child_process'
import type { DeviceLedger, FromSender, SenderTask, ToSender } from './ledger.ts'

/** The sender processes of one run. */
export class Senders {
  readonly #children: { child: ChildProcess; ledgers: Promise<DeviceLedger[]>; sent: number; acknowledged: number }[] = []

  start(tasks: readonly SenderTask[]): void {
    for (const task of tasks) {
      const child = fork(new URL('./sender.ts', import.meta.url), [], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      const ledgers = new Promise<DeviceLedger[]>((resolve, reject) => {
        child.on('message', (message: FromSender) => {
          if (message.type === 'ledger') return resolve(message.ledgers)
          entry.sent = message.sent
          entry.acknowledged = message.acknowledged
        })
        child.once('exit', (code) => reject(new Error(`a sender ended with ${code} before it told its ledger`)))
      })
      // Awaited at the end; until then a failure must not end the process unheard.
      ledgers.catch(() => undefined)
      const entry = { child, ledgers, sent: 0, acknowledged: 0 }
      this.#children.push(entry)
      child.send({ type: 'start', task } satisfies ToSender)
    }
  }

  /** Throws where a sender has ended before its time: the run would then prove nothing. */
  check(): void {
    const dead = this.#children.find(({ child }) => child.exitCode !== null || child.signalCode !== null)
    if (dead) throw new Error('a sender ended before it told its ledger')
  }

  get sent(): number {
    return this.#children.reduce((sum, { sent }) => sum + sent, 0)
  }

  get acknowledged(): number {
    return this.#children.reduce((sum, { acknowledged }) => sum + acknowledged, 0)
  }

  /** Lets every device finish its plan; returns the ledgers once all is acknowledged, throws where that takes too long. */
  async finish(limitMs: number): Promise<DeviceLedger[]> {
    for (const { child } of this.#children) child.send({ type: 'finish' } satisfies ToSender)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`not everything was acknowledged within ${limitMs} ms of the last fault`)), limitMs)
    })
    try {
      return (await Promise.race([late, Promise.all(this.#children.map(({ ledgers }) => ledgers))])).flat()
    } finally {
      clearTimeout(timer)
    }
  }

  stop(): void {
    for (const { child } of this.#children) child.kill('SIGKILL')
  }
}
