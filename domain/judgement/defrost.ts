/**
 * How a defrost is recognised as it goes: from in range the value rises sharply, without the door standing open; it
 * stays within a peak, and is back in range in time. Sharp is 3 K beyond the limit within 15 minutes of the first
 * reading beyond it: an electric defrost climbs faster, a failing plant slower.
 */
const SHARP_RISE = 3
const SHARP_MS = 15 * 60_000

/** No defrost; beyond the limit and perhaps one; surely one so far. */
export const NO_DEFROST = 0
export const RISING = 1
export const DEFROSTING = 2

export interface DefrostLimits {
  readonly limit: number
  /** Kelvin above the limit. */
  readonly peak: number
  /** Milliseconds. */
  readonly within: number
}

/** What a breach that began at `since` is after one more reading beyond the limit. What is none once is none until the value was in range. */
export function defrostAfter(stage: number, since: number, ts: number, value: number, isDoorOpen: boolean, { limit, peak, within }: DefrostLimits): number {
  if (stage === NO_DEFROST || value > limit + peak || ts - since > within) return NO_DEFROST
  if (stage === DEFROSTING) return DEFROSTING
  if (isDoorOpen || ts - since > SHARP_MS) return NO_DEFROST
  return value >= limit + SHARP_RISE ? DEFROSTING : RISING
}
