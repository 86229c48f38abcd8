/** A sensor point, a camera or a gateway. */
export interface Device {
  id: string
  /** Null for a gateway that serves several units. */
  unit: string | null
  profile: string
  place: string | null
  /** Seconds between two readings; null where the device speaks only on change. */
  interval: number | null
  /** The gateway that speaks for it, if any. */
  gateway: string | null
  /** Only of a gateway: the format its messages come in. */
  format: string | null
  createdAt: string
  updatedAt: string
}

/** What may stand in an identifier: safe in an MQTT topic, a URL path and a Redis key. */
export const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/
