import type { Scope } from './rule.ts'

/** Of a device and its unit, what a scope may name. */
export interface ScopedDevice {
  readonly id: string
  readonly profile: string
  /** Of the unit; null where the device has none. */
  readonly kind: string | null
  readonly district: string | null
  readonly tags: readonly string[] | null
}

/** Whether every part of the scope that is given names the device. */
export function covers(scope: Scope, device: ScopedDevice): boolean {
  const has = (list: readonly string[] | undefined, value: string | null): boolean => list === undefined || (value !== null && list.includes(value))
  return has(scope.profiles, device.profile) && has(scope.deviceIds, device.id) && has(scope.unitKinds, device.kind) && has(scope.districts, device.district)
    && (scope.tags === undefined || scope.tags.some((tag) => device.tags?.includes(tag)))
}

/** From the broadest part to the narrowest: one narrower part outweighs all broader ones together. */
const PARTS = ['profiles', 'unitKinds', 'districts', 'tags', 'deviceIds'] as const satisfies readonly (keyof Scope)[]

function narrowness(scope: Scope): number {
  return PARTS.reduce((sum, part, place) => sum + (scope[part] === undefined ? 0 : 2 ** place), 0)
}

/** A rule among others about the same thing, of which one judges. */
export interface Rival {
  readonly id: string
  readonly scope: Scope
  /** When its current version was made, epoch ms. */
  readonly madeAt: number
}

/** The one of the rules, which stand in their order of precedence, that judges the device. */
export function judging<T extends Rival>(inOrder: readonly T[], device: ScopedDevice): T | undefined {
  return inOrder.find(({ scope }) => covers(scope, device))
}

/** Which of two rules goes before the other: the narrower one, of two alike the newer; negative where it is the first. */
export function byPrecedence(a: Rival, b: Rival): number {
  return narrowness(b.scope) - narrowness(a.scope) || b.madeAt - a.madeAt || (a.id < b.id ? -1 : 1)
}
