import type { Alert, Assignee } from '../../domain/alert.ts'
import { handleAlert, type AlertAction } from '../../domain/alertHandling.ts'
import { ApiProblem } from '../api/problem.ts'

export interface Deed {
  /** Of the alert. */
  readonly id: string
  readonly action: AlertAction
  readonly reason?: string
  readonly note?: string
  /** Whom it is assigned to. */
  readonly to?: Assignee
}

/** Deeds that can still be taken back: none of them has been sent. */
export interface Held {
  readonly key: number
  readonly action: AlertAction
  readonly deeds: readonly Deed[]
  /** Epoch milliseconds; they are sent then. */
  readonly until: number
}

/** A deed that the server refused or never heard of; it stays until a person tries again or drops it. */
export interface Failed {
  readonly key: number
  readonly deed: Deed
  readonly problem: ApiProblem
}

export interface DeedOptions {
  /** Carries the deed out; answers the alert as it then is. */
  readonly send: (deed: Deed) => Promise<Alert>
  /** Hears of each alert the server answered. */
  readonly done: (alert: Alert) => void
  /** Something that a page shows has changed. */
  readonly changed: () => void
  readonly now: () => number
  /** Runs something later; answers how to call it off. */
  readonly later: (ms: number, run: () => void) => () => void
}

/** So many requests at a time: more would only wait in the browser. */
const AT_ONCE = 6

/** What a deed makes of an alert, as the server will decide it too; the alert itself where it would be refused. */
export function foreseen(alert: Alert, { action, to }: Pick<Deed, 'action' | 'to'>): Alert {
  const result = handleAlert(alert, action)
  if (!result.ok) return alert
  const { handled, review = alert.review } = result.change
  return { ...alert, state: handled ?? alert.state, review, assignee: to ?? alert.assignee }
}

/**
 * Shows at once what a person does and tells the server, now or once it can no longer be taken back. Taking back is
 * true: what is held has not been sent. What fails is shown as it was before, and kept with the reason.
 */
export class DeedDesk {
  readonly #options: DeedOptions
  /** What is under way for an alert, in order. */
  readonly #underway = new Map<string, Deed[]>()
  readonly #waiting: Deed[] = []
  readonly #cancels = new Map<number, () => void>()
  #held: readonly Held[] = []
  #failed: readonly Failed[] = []
  #sending = 0
  #keys = 0

  constructor(options: DeedOptions) {
    this.#options = options
  }

  get held(): readonly Held[] {
    return this.#held
  }

  get failed(): readonly Failed[] {
    return this.#failed
  }

  /** How many have been released and wait for their turn. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** The alert as it will be once all that is under way has been carried out. */
  foreseen(alert: Alert): Alert {
    const deeds = this.#underway.size > 0 && this.#underway.get(alert.id)
    return deeds ? deeds.reduce((seen, deed) => foreseen(seen, deed), alert) : alert
  }

  /** Takes deeds of one action on; with a time to hold them they are sent after it. */
  take(deeds: readonly Deed[], holdMs = 0): void {
    const [first] = deeds
    if (!first) return
    for (const deed of deeds) this.#underway.set(deed.id, [...(this.#underway.get(deed.id) ?? []), deed])
    if (holdMs > 0) {
      const key = ++this.#keys
      this.#held = [...this.#held, { key, action: first.action, deeds, until: this.#options.now() + holdMs }]
      this.#cancels.set(key, this.#options.later(holdMs, () => this.release(key)))
    } else this.#send(deeds)
    this.#options.changed()
  }

  /** Takes back what is held; answers the deeds, or null where it is too late. */
  undo(key: number): readonly Deed[] | null {
    const held = this.#drop(key)
    if (!held) return null
    for (const deed of held.deeds) this.#finish(deed)
    this.#options.changed()
    return held.deeds
  }

  /** Sends what is held without waiting for its time. */
  release(key: number): void {
    const held = this.#drop(key)
    if (!held) return
    this.#send(held.deeds)
    this.#options.changed()
  }

  releaseAll(): void {
    for (const { key } of this.#held) this.release(key)
  }

  retry(key: number): void {
    const failed = this.#failed.find((each) => each.key === key)
    this.forget(key)
    if (failed) this.take([failed.deed])
  }

  forget(key: number): void {
    this.#failed = this.#failed.filter((each) => each.key !== key)
    this.#options.changed()
  }

  #drop(key: number): Held | null {
    const held = this.#held.find((each) => each.key === key)
    this.#cancels.get(key)?.()
    this.#cancels.delete(key)
    this.#held = this.#held.filter((each) => each.key !== key)
    return held ?? null
  }

  #send(deeds: readonly Deed[]): void {
    this.#waiting.push(...deeds)
    while (this.#sending < AT_ONCE) {
      const deed = this.#waiting.shift()
      if (!deed) return
      this.#sending += 1
      void this.#carryOut(deed).finally(() => {
        this.#sending -= 1
        this.#send([])
      })
    }
  }

  async #carryOut(deed: Deed): Promise<void> {
    try {
      const alert = await this.#options.send(deed)
      this.#finish(deed)
      this.#options.done(alert)
    } catch (reason) {
      const problem = reason instanceof ApiProblem ? reason : new ApiProblem(0, 'unreachable', String(reason))
      this.#finish(deed)
      this.#failed = [...this.#failed, { key: ++this.#keys, deed, problem }]
    }
    this.#options.changed()
  }

  #finish(deed: Deed): void {
    const rest = (this.#underway.get(deed.id) ?? []).filter((each) => each !== deed)
    if (rest.length > 0) this.#underway.set(deed.id, rest)
    else this.#underway.delete(deed.id)
  }
}
