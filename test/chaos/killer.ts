import { setTimeout as pause } from 'node:timers/promises'
import { isAlive, mark } from '../../launch/processes.ts'
import type { Constellation } from '../integration/constellation.ts'
import { between } from '../ledger/random.ts'

/** Everything the supervisor keeps alive here; each is killed without warning. */
export const ROLES = ['server', 'worker-1', 'worker-2', 'redis', 'postgres'] as const
export type Role = (typeof ROLES)[number]

/** What the contract allows until a killed process runs again. Milliseconds. */
export const BACK_WITHIN_MS = 5_000
const GIVEN_UP_MS = 30_000
const PATIENCE_MS = 15_000

export interface Kill {
  readonly role: Role
  /** Milliseconds after the start of the run. */
  readonly at: number
  /** Until its pid file named another process that lives. */
  readonly backMs: number
}

/** Kills processes in turn and at random, sometimes two at once, and waits for each before it is killed again. */
export class Killer {
  readonly kills: Kill[] = []
  readonly #system: Constellation
  readonly #random: () => number
  readonly #began: number
  readonly #returning = new Map<Role, Promise<void>>()

  constructor(system: Constellation, random: () => number, began: number) {
    this.#system = system
    this.#random = random
    this.#began = began
  }

  /**
   * Kills `count` times; returns when all processes are back. Between two kills the work done must have grown, so that
   * a slow machine is not merely kept from starting; a system that does no work for `PATIENCE_MS` is killed further.
   */
  async run(count: number, gapMs: number, work: () => number, say: (line: string) => void): Promise<void> {
    for (let [n, turn] = [0, 0]; n < count; turn += 1) {
      // In turn first, so that none is left out of a short run; then as it falls.
      const roles = new Set([ROLES[turn] ?? this.#any(), ...(n < count - ROLES.length && this.#random() < 0.3 ? [this.#any()] : [])])
      await Promise.all([...roles].map((role) => this.#kill(role, say)))
      n += roles.size
      const [done, until] = [work(), Date.now() + PATIENCE_MS]
      await pause(gapMs * (0.4 + 1.2 * this.#random()))
      while (work() <= done && Date.now() < until) await pause(100)
    }
    await Promise.all(this.#returning.values())
  }

  /** Kills after which the process took longer to run again than the contract allows. */
  get slow(): Kill[] {
    return this.kills.filter(({ backMs }) => backMs > BACK_WITHIN_MS)
  }

  #any(): Role {
    return ROLES[between(this.#random, 0, ROLES.length - 1)] ?? 'server'
  }

  async #kill(role: Role, say: (line: string) => void): Promise<void> {
    await this.#returning.get(role)
    const pid = this.#system.pids()[role]
    if (pid === undefined) throw new Error(`there is no pid file of ${role}`)
    const at = Date.now()
    this.#system.kill(role)
    const returning = this.#back(role, pid).then((backMs) => {
      this.kills.push({ role, at: at - this.#began, backMs })
      say(`${String(this.kills.length).padStart(3)} killed ${role}, back after ${backMs} ms`)
    })
    // A failure is thrown where the return is awaited, not here.
    returning.catch(() => undefined)
    this.#returning.set(role, returning)
  }

  async #back(role: Role, pid: number): Promise<number> {
    const killed = Date.now()
    for (;;) {
      const now = this.#system.pids()[role]
      const seen = now === undefined || now === pid ? null : mark(now)
      if (seen !== null && isAlive(seen)) return Date.now() - killed
      if (Date.now() - killed > GIVEN_UP_MS) throw new Error(`${role} was not started again within ${GIVEN_UP_MS} ms`)
      await pause(20)
    }
  }
}
