import type { Tally } from './tally.ts'

const TTY_MS = 200
const PLAIN_MS = 5_000
/** Bad lines are named one by one up to here, and only counted after. */
const NAMED_BAD_LINES = 20

/** Shows how the replay goes: on a terminal one line that is written over, elsewhere a line every few seconds. */
export class Progress {
  readonly #tally: Tally
  readonly #out: NodeJS.WriteStream
  readonly #began: number
  #timer: NodeJS.Timeout | null = null
  #before: { at: number; acknowledged: number }

  constructor(tally: Tally, out: NodeJS.WriteStream, now: number) {
    this.#tally = tally
    this.#out = out
    this.#began = now
    this.#before = { at: now, acknowledged: 0 }
  }

  start(): void {
    this.#timer = setInterval(() => this.#show(Date.now()), this.#out.isTTY ? TTY_MS : PLAIN_MS)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    if (this.#out.isTTY) this.#out.write('\r\u001B[K')
  }

  badLine(line: number, problem: string): void {
    if (this.#tally.badLines > NAMED_BAD_LINES) return
    const more = this.#tally.badLines === NAMED_BAD_LINES ? '; further bad lines are only counted' : ''
    this.#say(`line ${line}: ${problem}${more}`)
  }

  /** The line at the end. */
  summary(now: number): string {
    const { lines, badLines, sent, acknowledged, unacknowledged } = this.#tally
    const seconds = Math.max(0.001, (now - this.#began) / 1000)
    return `${sent} readings of ${lines} lines sent, ${acknowledged} acknowledged, ${unacknowledged} not, ${badLines} bad lines, in ${seconds.toFixed(1)} s (${Math.round(acknowledged / seconds)} readings/s)`
  }

  #say(line: string): void {
    this.#out.write(this.#out.isTTY ? `\r\u001B[K${line}\n` : `${line}\n`)
  }

  #show(now: number): void {
    const { lines, sent, acknowledged, at } = this.#tally
    const speed = ((acknowledged - this.#before.acknowledged) * 1000) / Math.max(1, now - this.#before.at)
    this.#before = { at: now, acknowledged }
    const recorded = at === null ? '' : `, at ${new Date(at).toISOString()}`
    const text = `${lines} lines, ${sent} readings sent, ${acknowledged} acknowledged, ${Math.round(speed)} readings/s${recorded}`
    if (this.#out.isTTY) this.#out.write(`\r\u001B[K${text}`)
    else this.#say(text)
  }
}
