import type { Role } from '../../domain/user.ts'

export interface PhonePage {
  /** Its name among the words of the phone. */
  readonly name: string
  readonly path: string
  readonly roles: readonly Role[]
  /** One path on a ground of 20 × 20, stroked. */
  readonly icon: string
}

const EVERYBODY: readonly Role[] = ['admin', 'centre', 'duty', 'inspector', 'enterprise']

const INSPECTIONS = { name: 'inspections', path: '/m/inspect', icon: 'M3 6h3l1.5-2h5L14 6h3v10H3zM10 13.5a3 3 0 1 0 0-6a3 3 0 0 0 0 6' }
/** What the bar at the bottom leads to; the first that a role may see is where it begins. */
const PHONE_PAGES: readonly PhonePage[] = [
  { ...INSPECTIONS, roles: ['inspector'] },
  { name: 'orders', path: '/m/orders', roles: EVERYBODY, icon: 'M5 2.5h10v15H5zM8 7h4M8 10h4M8 13.5l1.2 1.2L12 12' },
  { ...INSPECTIONS, roles: ['enterprise'] },
  { name: 'outbox', path: '/m/outbox', roles: EVERYBODY, icon: 'M3 11v5.5h14V11M10 13V3M6.5 6.5 10 3l3.5 3.5' },
  { name: 'me', path: '/m/me', roles: EVERYBODY, icon: 'M10 10a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7M3 17.5c.6-3.6 3.4-5 7-5s6.4 1.4 7 5' },
]

export const phonePagesOf = (role: Role): readonly PhonePage[] => PHONE_PAGES.filter((page) => page.roles.includes(role))
export const phoneHomeOf = (role: Role): string => phonePagesOf(role)[0]?.path ?? '/m/me'
