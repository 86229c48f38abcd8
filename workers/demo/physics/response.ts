import type { Incident, IncidentKind } from '../incidents/incident.ts'

/**
 * How far things have gone from normal to what an incident drives them to, 0 to 1: a first-order response while it
 * lasts, and a first-order return after it. Times in milliseconds.
 */
export function responseTo(incident: Incident, t: number, going: number, returning: number): number {
  if (t < incident.from) return 0
  const reached = 1 - Math.exp(-(Math.min(t, incident.until) - incident.from) / going)
  return t < incident.until ? reached : reached * Math.exp(-(t - incident.until) / returning)
}

/** The strongest response to incidents of a kind, and the incident; null where nothing is felt. */
export function strongest(incidents: readonly Incident[], kind: IncidentKind, t: number, going: number, returning: number): { readonly incident: Incident; readonly share: number } | null {
  let found: { incident: Incident; share: number } | null = null
  for (const incident of incidents) {
    if (incident.kind !== kind) continue
    const share = responseTo(incident, t, going, returning)
    if (share > 0.001 && (found === null || share > found.share)) found = { incident, share }
  }
  return found
}

/** When a response crosses a share of its way, milliseconds after its beginning. */
export function crossing(share: number, going: number): number {
  return -going * Math.log(1 - share)
}
