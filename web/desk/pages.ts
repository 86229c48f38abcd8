import type { Role } from '../../domain/user.ts'

export interface DeskPage {
  /** Its name among the words of the desk, and of its icon. */
  readonly name: string
  readonly path: string
  readonly roles: readonly Role[]
  /** One path on a ground of 20 × 20, stroked. */
  readonly icon: string
}

const OFFICERS: readonly Role[] = ['admin', 'centre', 'duty', 'inspector']

/** What the rail leads to, from what is live to what is set up. */
export const DESK_PAGES: readonly DeskPage[] = [
  { name: 'screen', path: '/screen', roles: OFFICERS, icon: 'M2.5 4h15v9h-15zM7 16.5h6M10 13v3.5' },
]

/** Where someone of each role begins. */
export const HOMES: Record<Role, string> = { admin: '/screen', centre: '/screen', duty: '/screen', inspector: '/screen', enterprise: '/screen' }

export const pagesOf = (role: Role): readonly DeskPage[] => DESK_PAGES.filter((page) => page.roles.includes(role))
