import type { Basis } from '../rule.ts'

/**
 * What an order that follows from an alert stands on. When to believe a camera is often the platform's own choice: that
 * is no ground to order anything, so an officer has to name one at triage.
 */
export function groundOf({ review, basis }: { readonly review: string | null; readonly basis: unknown }): Basis | null {
  const known = basis as Basis | null
  return review !== null && known?.kind === 'platform' ? null : known
}
