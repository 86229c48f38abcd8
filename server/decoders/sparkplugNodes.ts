import type { Birth } from './sparkplugBirth.ts'

const MOST_NODES = 500
const MOST_DEVICES = 500
/** Declared metrics of all nodes together. */
const MOST_DECLARED = 100_000

/** An edge node as we know it from its BIRTH on. */
export interface SparkplugNode {
  /** Null until its NBIRTH has come, and again after its NDEATH. */
  birth: Birth | null
  readonly devices: Map<string, Birth>
  /** Of the last message, 0 to 255. */
  seq: number | null
  bdSeq: number | null
  /** When we last asked for a rebirth, by our clock. */
  askedAt: number | null
}

/** The edge nodes of one connection. Past its bounds the one longest unheard of is forgotten: it will be asked for a rebirth. */
export class SparkplugNodes {
  readonly #nodes = new Map<string, SparkplugNode>()

  of(group: string, name: string): SparkplugNode {
    const key = `${group}/${name}`
    const node = this.#nodes.get(key) ?? { birth: null, devices: new Map<string, Birth>(), seq: null, bdSeq: null, askedAt: null }
    this.#nodes.delete(key)
    this.#nodes.set(key, node)
    if (this.#nodes.size > MOST_NODES) this.#forgetOldest()
    return node
  }

  /** Remembers what a device behind the node declared. */
  deviceBorn(node: SparkplugNode, device: string, birth: Birth): void {
    node.devices.delete(device)
    node.devices.set(device, birth)
    const oldest = node.devices.keys().next()
    if (node.devices.size > MOST_DEVICES && !oldest.done) node.devices.delete(oldest.value)
    this.#holdBound()
  }

  #holdBound(): void {
    let declared = 0
    for (const { birth, devices } of this.#nodes.values()) for (const one of [birth, ...devices.values()]) declared += one?.declared.size ?? 0
    while (declared > MOST_DECLARED && this.#nodes.size > 1) declared -= this.#forgetOldest()
  }

  /** The number of declared metrics that went with it. */
  #forgetOldest(): number {
    const oldest = this.#nodes.entries().next()
    if (oldest.done) return 0
    const [key, { birth, devices }] = oldest.value
    this.#nodes.delete(key)
    return [birth, ...devices.values()].reduce((sum, one) => sum + (one?.declared.size ?? 0), 0)
  }
}
