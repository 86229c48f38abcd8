/** Who may sign in, and over what. */
export const ROLES = ['admin', 'centre', 'duty', 'inspector', 'enterprise'] as const
export type Role = (typeof ROLES)[number]

/** A user sees the whole city, some districts, or one unit; never more. */
export type Jurisdiction =
  | { readonly scope: 'city' }
  | { readonly scope: 'districts'; readonly districts: readonly string[] }
  | { readonly scope: 'unit'; readonly unit: string }

export interface User {
  id: string
  username: string
  name: string
  role: Role
  jurisdiction: Jurisdiction
  /** Whether the person may issue orders and grant extensions; never an enterprise. */
  mayIssue: boolean
  createdAt: string
}

/** Whether something at this unit and district lies in the jurisdiction. */
export function within(jurisdiction: Jurisdiction, at: { unitId: string | null; district: string | null }): boolean {
  switch (jurisdiction.scope) {
    case 'city':
      return true
    case 'districts':
      return at.district !== null && jurisdiction.districts.includes(at.district)
    case 'unit':
      return at.unitId !== null && at.unitId === jurisdiction.unit
  }
}

/** Whether nothing of the one lies outside the other. */
export function contains(outer: Jurisdiction, inner: Jurisdiction): boolean {
  if (outer.scope === 'city') return true
  return outer.scope === 'districts' && inner.scope === 'districts' && inner.districts.every((district) => outer.districts.includes(district))
}
