import { shallowRef, type ShallowRef } from 'vue'
import type { Inspection } from '../../domain/inspection.ts'
import type { Unit } from '../../domain/unit.ts'
import { api } from '../api/client.ts'
import { standingsFor, suggested, type Standing } from './standing.ts'

/** One unit of the plan, with who is to go there; `opened` names its inspection once there is one. */
export interface PlanRow {
  readonly unit: Unit
  readonly people: readonly Standing[]
  readonly inspector: string
  readonly opened: string | null
  readonly refused: string | null
}

/** What all inspections of the plan have in common. */
export interface PlanTerms {
  readonly campaign: string
  readonly reason: string
  readonly unannounced: boolean
}

export interface Plan {
  readonly rows: ShallowRef<readonly PlanRow[]>
  /** Takes these units, and whatever is known of those it had before. */
  take(units: readonly Unit[]): Promise<void>
  send(unitId: string, inspector: string): void
  /** Opens those that are not open yet; a repeat goes on where some failed. Answers how many did. */
  open(terms: PlanTerms): Promise<number>
}

/** Several inspections that are opened together and watched as one campaign. */
export function usePlan(): Plan {
  const rows = shallowRef<readonly PlanRow[]>([])
  const change = (unitId: string, to: Partial<PlanRow>): void => void (rows.value = rows.value.map((row) => (row.unit.id === unitId ? { ...row, ...to } : row)))

  async function take(units: readonly Unit[]): Promise<void> {
    const wanted = new Set(units.map((unit) => unit.id))
    const kept = rows.value.filter((row) => row.opened !== null || wanted.has(row.unit.id))
    const fresh = units.filter((unit) => !kept.some((row) => row.unit.id === unit.id))
    rows.value = [...kept, ...fresh.map((unit) => ({ unit, people: [], inspector: '', opened: null, refused: null }))]
    for (const unit of fresh) {
      const people = await standingsFor(unit.id)
      change(unit.id, { people, inspector: suggested(people, new Set(rows.value.map((row) => row.inspector))) })
    }
  }
  async function open({ campaign, reason, unannounced }: PlanTerms): Promise<number> {
    for (const { unit, inspector, opened } of rows.value) {
      if (opened !== null || inspector === '') continue
      try {
        const made = await api.post<Inspection>('/inspections', { unitId: unit.id, reason, inspectors: [inspector], unannounced, campaign, source: 'plan' })
        change(unit.id, { opened: made.id, refused: null })
      } catch (problem) {
        change(unit.id, { refused: (problem as Error).message })
      }
    }
    return rows.value.filter((row) => row.opened === null).length
  }
  return { rows, take, open, send: (unitId, inspector) => change(unitId, { inspector }) }
}
