import { shallowRef, type ShallowRef } from 'vue'
import { ApiProblem, type FieldProblem } from '../api/problem.ts'

/** What is sent from a form, once at a time. */
export interface Submission {
  readonly busy: ShallowRef<boolean>
  /** What the server says is wrong, field by field. */
  readonly faults: ShallowRef<readonly FieldProblem[]>
  /** Why it was not taken; null where nothing went wrong. */
  readonly problem: ShallowRef<unknown>
  /** Sends, unless that is under way. Resolves with what was answered, or null where it was not taken. */
  submit<T>(send: () => Promise<T>): Promise<{ readonly answer: T } | null>
  /** Forgets what went wrong. */
  reset(): void
}

export function useSubmission(): Submission {
  const busy = shallowRef(false)
  const faults = shallowRef<readonly FieldProblem[]>([])
  const problem = shallowRef<unknown>(null)
  const reset = (): void => {
    faults.value = []
    problem.value = null
  }
  return {
    busy, faults, problem, reset,
    async submit(send) {
      if (busy.value) return null
      busy.value = true
      reset()
      try {
        return { answer: await send() }
      } catch (reason) {
        problem.value = reason
        faults.value = reason instanceof ApiProblem ? reason.fields : []
        return null
      } finally {
        busy.value = false
      }
    },
  }
}
