/** From which figures on a sensor is held to be ailing; null where that is not watched. Times in milliseconds, temperatures in kelvin. */
export interface SensorHealth {
  /** Percent: below `below` the battery is low, until it is at `clearAt` again. */
  readonly battery: { readonly below: number; readonly clearAt: number } | null
  /** A temperature that has changed by no more than `change` for this long is none that is measured. */
  readonly stuck: { readonly change: number; readonly forMs: number } | null
  readonly jump: JumpFigures | null
}

/**
 * A step of more than `step` between two successive readings, and faster than `step` in `withinMs`, is a jump once
 * `samples` readings in a row agree on the new level: they lie no further apart than `agree`.
 */
export interface JumpFigures {
  readonly step: number
  readonly withinMs: number
  readonly samples: number
  readonly agree: number
  /** The fault is over when no further step has come for this long. */
  readonly settleMs: number
  /** While the device's own door stands open, and for this long after, a step is the door's. */
  readonly doorMs: number
}
