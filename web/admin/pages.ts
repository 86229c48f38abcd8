import { SILENCERS } from '../../domain/silencePeriod.ts'
import type { Role } from '../../domain/user.ts'

export interface AdminPage {
  /** Its name among the words, and the last part of its path. */
  readonly name: 'rules' | 'units' | 'devices' | 'roster' | 'escalation' | 'channels' | 'contacts' | 'silences' | 'notices' | 'users' | 'audit' | 'dead-letters'
  readonly roles: readonly Role[]
}

/** The parts of the administration, as far as each role may look. */
const PAGES: readonly AdminPage[] = [
  { name: 'rules', roles: ['admin', 'centre', 'duty'] },
  { name: 'units', roles: ['admin', 'centre'] },
  { name: 'devices', roles: ['admin', 'centre'] },
  { name: 'roster', roles: ['admin', 'centre', 'duty'] },
  { name: 'escalation', roles: ['admin', 'centre', 'duty'] },
  { name: 'channels', roles: ['admin', 'centre'] },
  { name: 'contacts', roles: ['admin', 'centre'] },
  { name: 'silences', roles: SILENCERS },
  { name: 'notices', roles: ['admin', 'centre', 'duty'] },
  { name: 'users', roles: ['admin'] },
  { name: 'audit', roles: ['admin'] },
  { name: 'dead-letters', roles: ['admin', 'centre'] },
]

export const adminPagesOf = (role: Role): readonly AdminPage[] => PAGES.filter((page) => page.roles.includes(role))

export const rolesOf = (name: AdminPage['name']): readonly Role[] => PAGES.find((page) => page.name === name)?.roles ?? []
