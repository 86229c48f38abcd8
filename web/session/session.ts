import { shallowRef, type ShallowRef } from 'vue'
import type { User } from '../../domain/user.ts'
import { api } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'

export type Known = 'somebody' | 'nobody' | 'unreachable'

export interface Session {
  readonly user: ShallowRef<User | null>
  /** Asks the server who we are, once; a server out of reach is not the same as nobody. */
  restore(): Promise<Known>
  signIn(username: string, password: string): Promise<void>
  signOut(): Promise<void>
  /** What we believed no longer holds; the next restore asks again. */
  forget(): void
}

/** The POST answers with the user itself, the GET wraps it; both are understood. */
const userOf = (answer: User | { user: User }): User => ('user' in answer ? answer.user : answer)

export function createSession(): Session {
  const user = shallowRef<User | null>(null)
  return {
    user,
    async restore() {
      if (user.value) return 'somebody'
      try {
        user.value = userOf(await api.get<User | { user: User }>('/session'))
        return 'somebody'
      } catch (problem) {
        return problem instanceof ApiProblem && (problem.status === 401 || problem.status === 403) ? 'nobody' : 'unreachable'
      }
    },
    async signIn(username, password) {
      user.value = userOf(await api.post<User | { user: User }>('/session', { username, password }))
    },
    async signOut() {
      await api.delete('/session').catch(() => null)
      user.value = null
    },
    forget() {
      user.value = null
    },
  }
}

export const session = createSession()
