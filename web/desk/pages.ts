import type { Role } from '../../domain/user.ts'

export interface DeskPage {
  /** Its name among the words of the desk, and of its icon. */
  readonly name: string
  readonly path: string
  readonly roles: readonly Role[]
  /** One path on a ground of 20 × 20, stroked. */
  readonly icon: string
}

export const OFFICERS: readonly Role[] = ['admin', 'centre', 'duty', 'inspector']
/** Who direct from a desk. */
export const DIRECTORS: readonly Role[] = ['admin', 'centre', 'duty']

/** What the rail leads to, from what is live to what is set up. */
export const DESK_PAGES: readonly DeskPage[] = [
  { name: 'screen', path: '/screen', roles: OFFICERS, icon: 'M2.5 4h15v9h-15zM7 16.5h6M10 13v3.5' },
  { name: 'duty', path: '/duty', roles: OFFICERS, icon: 'M4.5 14h11l-1.5-2.5V8.5a4 4 0 0 0-8 0v3zM8.5 16.5h3' },
  { name: 'orders', path: '/orders', roles: OFFICERS, icon: 'M5 3h7l3.5 3.5V17H5zM12 3v4h3.5M7.5 10.5l1.5 1.5 3.5-3M7.5 14.5h5' },
  { name: 'inspect', path: '/inspect', roles: DIRECTORS, icon: 'M2.5 5.5h10v9h-10zM12.5 9l5-3v8l-5-3' },
  { name: 'admin', path: '/admin', roles: DIRECTORS, icon: 'M3 6h8m4 0h2M3 14h2m4 0h8M11 6a2 2 0 1 0 4 0a2 2 0 1 0-4 0M5 14a2 2 0 1 0 4 0a2 2 0 1 0-4 0' },
]

/** Where someone of each role begins. */
export const HOMES: Record<Role, string> = { admin: '/screen', centre: '/screen', duty: '/duty', inspector: '/m', enterprise: '/m' }

export const pagesOf = (role: Role): readonly DeskPage[] => DESK_PAGES.filter((page) => page.roles.includes(role))
