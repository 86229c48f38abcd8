import type { GatewayKnown } from './state.ts'

/** How soon one asks again whether a gateway lives. Milliseconds. */
const ASK_AGAIN_MS = 1_000

/**
 * How much of the time from `from` to `to` the gateway is known to have lived: up to when it was last heard, less its pauses.
 * A device is silent by itself only in that time. Without a gateway, or before one has asked, all of it counts.
 */
export function livingTime(gateway: GatewayKnown | undefined, from: number, to: number): number {
  if (gateway === undefined) return to - from
  const end = Math.min(to, gateway.heard)
  let living = Math.max(0, end - from)
  for (const [since, until] of gateway.pauses) living -= Math.max(0, Math.min(until, end) - Math.max(since, from))
  return living
}

/** When a device that has been silent since `from` is to be looked at again: once its gateway may have been heard. */
export function nextAsking(gateway: GatewayKnown | undefined, from: number, limit: number): number {
  if (gateway === undefined || livingTime(gateway, from, Infinity) >= limit) return -Infinity
  return gateway.askedAt + ASK_AGAIN_MS
}
