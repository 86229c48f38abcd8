import type { Role } from '../../domain/user.ts'
import { session } from '../session/session.ts'

/** Whether whoever is signed in may change what holds for the whole city. The server has the last word. */
export function mayChangeCity(roles: readonly Role[]): boolean {
  const user = session.user.value
  return user !== null && roles.includes(user.role) && user.jurisdiction.scope === 'city'
}
