import { shallowRef, watch, type ShallowRef } from 'vue'
import { api } from '../api/client.ts'
import { ApiProblem, type FieldProblem } from '../api/problem.ts'

/** Where a person is reached. */
export interface Contact {
  readonly username: string
  readonly name: string
  readonly phone: string | null
  readonly email: string | null
}

export interface ContactEditor {
  readonly contact: ShallowRef<Contact | null>
  readonly phone: ShallowRef<string>
  readonly email: ShallowRef<string>
  readonly busy: ShallowRef<boolean>
  readonly faults: ShallowRef<readonly FieldProblem[]>
  readonly problem: ShallowRef<unknown>
  /** False where the server refused. */
  save(): Promise<boolean>
}

const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** Where one person is reached, read anew whenever it becomes another's turn; null is nobody. */
export function useContact(username: () => string | null): ContactEditor {
  const contact = shallowRef<Contact | null>(null)
  const [phone, email] = [shallowRef(''), shallowRef('')]
  const busy = shallowRef(false)
  const faults = shallowRef<readonly FieldProblem[]>([])
  const problem = shallowRef<unknown>(null)
  const path = (name: string): string => `/duty/contacts/${encodeURIComponent(name)}`

  async function take(name: string, answer: Promise<Contact>): Promise<boolean> {
    busy.value = true
    faults.value = []
    problem.value = null
    try {
      const got = await answer
      if (username() !== name) return false
      contact.value = got
      phone.value = got.phone ?? ''
      email.value = got.email ?? ''
      return true
    } catch (reason) {
      problem.value = reason
      faults.value = reason instanceof ApiProblem ? reason.fields : []
      return false
    } finally {
      busy.value = false
    }
  }
  watch(username, (name) => {
    contact.value = null
    phone.value = email.value = ''
    if (name !== null) void take(name, api.get<Contact>(path(name)))
  }, { immediate: true })
  return {
    contact, phone, email, busy, faults, problem,
    save() {
      const name = username()
      return name === null ? Promise.resolve(false) : take(name, api.put<Contact>(path(name), { phone: filled(phone.value), email: filled(email.value) }))
    },
  }
}
