import { createHash } from 'node:crypto'

/** Keys of one partition share a hash tag, so that its commit is atomic on a cluster too. */
export const keys = {
  feed: (partition: number) => `mj:{${partition}}:feed`,
  /** Device states, one JSON a field. */
  state: (partition: number) => `mj:{${partition}}:state`,
  /** `offset` (last entry judged), `commit` (id of the last commit). */
  position: (partition: number) => `mj:{${partition}}:position`,
  verdicts: (partition: number) => `mj:{${partition}}:verdicts`,
  /** Of a partition, or of anything else that one process at a time does. */
  lease: (share: number | string) => `mj:{${share}}:lease`,
  /** Grows with every new owner; a commit that names an older one is refused. */
  epoch: (share: number | string) => `mj:{${share}}:epoch`,
  /** What has arrived through each gateway of the partition, one JSON a field. */
  gateways: (partition: number) => `mj:{${partition}}:gateways`,
  /** Live workers, by time of their last sign. */
  workers: 'mj:workers',
  /** Exists while a server takes readings in; it expires by itself. */
  doorOpen: 'mj:door-open',
  /** Messages between processes; lost ones cost freshness, never truth. */
  channel: {
    registerChange: 'mj:register-change',
    stats: 'mj:stats',
    readings: 'mj:readings',
    watched: 'mj:watched',
    messagesAsked: 'mj:messages-asked',
    messagesTold: 'mj:messages-told',
    signals: 'mj:signals',
  },
  /** Who is in an inspection's session, one JSON a page. */
  present: (inspection: string) => `mj:present:${inspection}`,
  /** Per-partition figures for the wall, one JSON a field. */
  figures: 'mj:figures',
} as const

/** The partition a device's items go to; the same everywhere and for ever. */
export function partitionOf(device: string, partitions: number): number {
  return createHash('sha1').update(device).digest().readUInt32BE(0) % partitions
}
