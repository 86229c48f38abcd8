import { refusalToListen } from '../../launch/ports.ts'

/** Below those that Linux hands out by itself: no connection of anybody takes one while its server is away. */
const [FROM, TO] = [10_000, 32_000]
const given = new Set<number>()

/** A free port for what a test starts, kills and starts again; none is given twice in this process. */
export async function ownPort(): Promise<number> {
  for (;;) {
    const port = FROM + Math.floor(Math.random() * (TO - FROM))
    if (given.has(port)) continue
    given.add(port)
    if ((await refusalToListen(port, '127.0.0.1')) === null && (await refusalToListen(port, '0.0.0.0')) === null) return port
  }
}
