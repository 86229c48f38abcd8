import { computed, reactive, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { api } from '../../api/client.ts'
import { ApiProblem, type FieldProblem } from '../../api/problem.ts'

type Source = 'stored' | 'environment'
/** What may be known of the secrets of a channel: which are set, and where they come from. */
interface SecretsAnswer {
  readonly secrets: readonly { readonly name: string; readonly source: Source }[]
}

export interface Secrets {
  /** What is being written, by name; nothing that is kept ever comes here. */
  readonly written: Record<string, string>
  readonly sources: ComputedRef<Readonly<Record<string, Source>>>
  readonly isChanged: ComputedRef<boolean>
  readonly faults: ShallowRef<readonly FieldProblem[]>
  readonly problem: ShallowRef<unknown>
  /** Sends what was written; empty fields stay as they are. */
  save(): Promise<boolean>
  clear(name: string): Promise<boolean>
}

/** The secrets of a channel: they go in, and only whether they are set comes out. Null is a channel that is not kept yet. */
export function useSecrets(channel: string | null): Secrets {
  const written = reactive<Record<string, string>>({})
  const answer = shallowRef<SecretsAnswer | null>(null)
  const faults = shallowRef<readonly FieldProblem[]>([])
  const problem = shallowRef<unknown>(null)
  const path = `/duty/channels/${encodeURIComponent(channel ?? '')}/secrets`
  const given = (): Record<string, string> => Object.fromEntries(Object.entries(written).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])))

  async function put(values: Record<string, string | null>): Promise<boolean> {
    faults.value = []
    problem.value = null
    try {
      answer.value = await api.put<SecretsAnswer>(path, values)
      for (const name of Object.keys(values)) delete written[name]
      return true
    } catch (reason) {
      problem.value = reason
      faults.value = reason instanceof ApiProblem ? reason.fields : []
      return false
    }
  }
  if (channel !== null) void api.get<SecretsAnswer>(path).then((got) => (answer.value = got), (reason: unknown) => (problem.value = reason))
  return {
    written, faults, problem,
    sources: computed(() => Object.fromEntries((answer.value?.secrets ?? []).map(({ name, source }) => [name, source]))),
    isChanged: computed(() => Object.keys(given()).length > 0),
    save: () => (Object.keys(given()).length === 0 ? Promise.resolve(true) : put(given())),
    clear: (name) => put({ [name]: null }),
  }
}
