import { shallowRef, type ShallowRef } from 'vue'
import { api } from '../api/client.ts'

export interface Choice {
  readonly id: string
  readonly label: string
}

export interface Found {
  /** What was found last, and before it what is chosen already. */
  readonly choices: ShallowRef<readonly Choice[]>
  readonly finding: ShallowRef<boolean>
  find(q: string): Promise<void>
}

const SHOWN = 20

/** Things of the register by what a person types; those that are chosen keep their labels. */
export function useFound<T>(path: string, chosen: () => readonly string[], labelled: (item: T) => Choice): Found {
  const choices = shallowRef<readonly Choice[]>([])
  const finding = shallowRef(false)
  let round = 0
  return {
    choices, finding,
    async find(q) {
      const mine = ++round
      finding.value = true
      const items = await api.get<{ items: T[] }>(path, { limit: SHOWN, ...(q.trim() === '' ? {} : { q: q.trim() }) }).then((page) => page.items, () => null)
      if (mine !== round) return
      finding.value = false
      if (items === null) return
      const found = items.map(labelled)
      const kept = chosen().filter((id) => !found.some((one) => one.id === id)).map((id) => choices.value.find((one) => one.id === id) ?? { id, label: id })
      choices.value = [...kept, ...found]
    },
  }
}
