import { inject, provide, type ComputedRef, type InjectionKey, type ShallowRef } from 'vue'
import type { Alert } from '../../domain/alert.ts'
import type { UnitKind } from '../../domain/unit.ts'
import type { Wordbook } from '../screen/alertText.ts'
import type { Deeds } from './useDeeds.ts'
import type { DutyFeed } from './useDutyFeed.ts'

/** What every part of the desk needs. */
export interface Duty {
  readonly feed: DutyFeed
  readonly deeds: Deeds
  readonly words: ComputedRef<Wordbook>
  readonly now: Readonly<ShallowRef<number>>
  districtName(code: string | null): string
  kindOf(alert: Pick<Alert, 'unitId'>): UnitKind | null
}

const KEY: InjectionKey<Duty> = Symbol('duty')

export const provideDuty = (duty: Duty): void => provide(KEY, duty)

export function useDuty(): Duty {
  const duty = inject(KEY)
  if (!duty) throw new Error('this part stands outside the duty desk')
  return duty
}
