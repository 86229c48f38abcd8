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
  /** What its gateway calls it, where that is not its id. Case does not matter. */
  source: string | null
  /** Only of a gateway: what its format needs to be told. */
  settings: GatewaySettings | null
  /** Only of a sensor: when it was last calibrated, ISO 8601 UTC; null where nobody said. */
  calibratedAt: string | null
  /** After how many days it is to be calibrated again; null is a year. */
  calibrationDays: number | null
  /** When that is; null where no calibration is known of. */
  calibrationDue: string | null
  createdAt: string
  updatedAt: string
}

/** What a gateway's format needs to be told beyond its name. */
export interface GatewaySettings {
  /** What its topics begin with, where the format lets one choose. */
  readonly prefix?: string | undefined
  /** IANA name of the zone its local times are in; Asia/Shanghai unless told. */
  readonly timeZone?: string | undefined
  /** Where we ask it, for the formats that are asked. */
  readonly connection?: GatewayConnection | undefined
  /** Of a Modbus controller: which registers hold what. */
  readonly registers?: Record<string, unknown>[] | undefined
}

/** How to reach a gateway that we ask. */
export interface GatewayConnection {
  /** `http://10.1.2.3`, or `modbus://10.1.2.3:502`. */
  readonly address: string
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** Seconds between two questions. */
  readonly interval?: number | undefined
}

/** What may stand in an identifier: safe in an MQTT topic, a URL path and a Redis key. */
export const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/
