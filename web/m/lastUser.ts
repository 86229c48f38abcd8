import { shallowRef, watch } from 'vue'
import type { User } from '../../domain/user.ts'
import { session } from '../session/session.ts'

const KEY = 'mingjian.phone.user'

/** What the phone shows of its person while it can't ask who is signed in. Grants nothing: the server decides. */
export type LastUser = Pick<User, 'username' | 'name' | 'role'>

const read = (): LastUser | null => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as LastUser | null
  } catch {
    return null
  }
}

/** Who used this phone last; null once they signed out. */
export const lastUser = shallowRef<LastUser | null>(read())

watch(session.user, (user) => {
  if (!user) return
  lastUser.value = { username: user.username, name: user.name, role: user.role }
  localStorage.setItem(KEY, JSON.stringify(lastUser.value))
}, { immediate: true })

export function forgetLastUser(): void {
  lastUser.value = null
  localStorage.removeItem(KEY)
}
