import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { RuleInput } from '../../../domain/writtenRule.ts'
import { api } from '../../api/client.ts'
import { ApiProblem, type FieldProblem } from '../../api/problem.ts'
import { newDetectionDraft } from './detectionDraft.ts'
import { asJson, draftFrom, draftOf, newDraft, textOf, type MadeRule, type RuleWithVersions } from './draft.ts'

export interface RuleEditing {
  readonly draft: ShallowRef<RuleInput>
  /** The draft as text; while it can't be read, the draft is what it was. */
  readonly text: ShallowRef<string>
  readonly textFault: ShallowRef<string | null>
  /** As it is kept; null of a new one, or until it has come. */
  readonly kept: ShallowRef<RuleWithVersions | null>
  readonly state: ShallowRef<'loading' | 'ready' | 'failed' | 'saving'>
  readonly changed: ComputedRef<boolean>
  readonly faults: ShallowRef<readonly FieldProblem[]>
  readonly problem: ShallowRef<unknown>
  load(): Promise<void>
  edit(draft: RuleInput): void
  write(text: string): void
  /** Resolves with what was kept, or null where the server refused. */
  save(draft?: RuleInput): Promise<MadeRule | null>
}

/** One rule being edited, as form and as text at once. */
export function useRuleEditor(id: string | null, about: 'metric' | 'type' = 'metric'): RuleEditing {
  const draft = shallowRef<RuleInput>(about === 'type' ? newDetectionDraft() : newDraft())
  const text = shallowRef(textOf(draft.value))
  const textFault = shallowRef<string | null>(null)
  const kept = shallowRef<RuleWithVersions | null>(null)
  const state = shallowRef<RuleEditing['state']['value']>(id === null ? 'ready' : 'loading')
  const faults = shallowRef<readonly FieldProblem[]>([])
  const problem = shallowRef<unknown>(null)
  const changed = computed(() => kept.value === null || asJson(draft.value) !== asJson(draftOf(kept.value)))

  /** A complaint about what has been changed since is no longer true. */
  function forgetMended(next: RuleInput): void {
    faults.value = faults.value.filter(({ path }) => JSON.stringify(at(next, path)) === JSON.stringify(at(draft.value, path)))
    if (faults.value.length === 0) problem.value = null
  }
  function edit(next: RuleInput): void {
    forgetMended(next)
    draft.value = next
    text.value = textOf(next)
    textFault.value = null
  }
  function write(written: string): void {
    text.value = written
    const read = draftFrom(written)
    textFault.value = 'fault' in read ? read.fault : null
    if (!('draft' in read)) return
    forgetMended(read.draft)
    draft.value = read.draft
  }
  async function load(): Promise<void> {
    if (id === null) return
    state.value = 'loading'
    try {
      kept.value = await api.get<RuleWithVersions>(`/rules/${encodeURIComponent(id)}`)
      edit(draftOf(kept.value))
      state.value = 'ready'
    } catch (error) {
      problem.value = error
      state.value = 'failed'
    }
  }
  async function save(next = draft.value): Promise<MadeRule | null> {
    state.value = 'saving'
    faults.value = []
    problem.value = null
    try {
      const made = kept.value === null ? await api.post<MadeRule>('/rules', next) : await api.put<MadeRule>(`/rules/${encodeURIComponent(kept.value.id)}`, next)
      await (id === null ? Promise.resolve() : load())
      return made
    } catch (error) {
      problem.value = error
      if (error instanceof ApiProblem) faults.value = error.fields
      return null
    } finally {
      state.value = 'ready'
    }
  }
  return { draft, text, textFault, kept, state, changed, faults, problem, load, edit, write, save }
}

/** What stands at a path such as "levels.0.above". */
function at(rule: RuleInput, path: string): unknown {
  return path.split('.').reduce<unknown>((part, name) => (part !== null && typeof part === 'object' ? (part as Record<string, unknown>)[name] : undefined), rule)
}
