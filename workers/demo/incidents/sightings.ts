import { compileDetectionRule, type DetectionRule } from '../../../domain/detectionRule.ts'
import type { Severity } from '../../../domain/severity.ts'
import type { RuleText } from '../../../domain/writtenRule.ts'
import { between, pick, shareOf } from '../chance.ts'
import type { Sighting } from './incident.ts'

/** What is asked of each violation, by its key. */
export type DetectionRules = ReadonlyMap<string, DetectionRule>

export function detectionRulesOf(rules: readonly RuleText[]): DetectionRules {
  return new Map(rules.flatMap((text) => ('type' in text ? [[text.type, compileDetectionRule(text, 1)] as const] : [])))
}

/** Where and when a camera looks. */
export interface Scene {
  readonly specialRoom: boolean
  /** Whether people are at work. */
  readonly atWork: boolean
}

type Wanted = Exclude<Severity, never>

/** Keys of the rules by how bad they are, for kitchens at work and for kitchens at night. */
const AT_WORK: Readonly<Record<Wanted, readonly string[]>> = {
  info: ['mask_improper', 'bin_uncovered', 'messy_counter', 'disinfect_door_open'],
  minor: ['no_chef_hat', 'no_chef_hat', 'no_mask', 'no_mask', 'no_uniform', 'phone_use', 'phone_use', 'eating_in_area', 'no_handwash', 'floor_wet', 'goods_on_floor', 'bin_overflow'],
  major: ['bare_hand_rte', 'raw_cooked_mix', 'insect', 'stranger_intrusion', 'animal_intrusion'],
  critical: ['smoking', 'smoking', 'unattended_fire', 'fire_smoke', 'rodent'],
}
const AT_NIGHT: Readonly<Record<Wanted, readonly string[]>> = {
  info: ['bin_uncovered', 'messy_counter', 'disinfect_door_open'],
  minor: ['after_hours_person', 'after_hours_person', 'goods_on_floor', 'floor_wet', 'bin_overflow', 'camera_blocked'],
  major: ['insect', 'insect', 'animal_intrusion', 'stranger_intrusion'],
  critical: ['rodent', 'rodent', 'fire_smoke'],
}
/** In a special room these are seen too, and no mask is worse there. */
const IN_SPECIAL_ROOM = ['no_gloves_rte', 'no_second_change', 'bare_hand_rte', 'no_mask']
const KEYS_WORSE_THERE = new Set(['no_mask'])

/** What the model takes for something else: what is really there, and how often. */
const MISTAKEN: Readonly<Record<string, readonly [string, number]>> = {
  rodent: ['cat', 0.4], fire_smoke: ['steam', 0.55], smoking: ['chopsticks', 0.2], stranger_intrusion: ['inspector', 0.2], no_chef_hat: ['pale-cap', 0.12], insect: ['sesame', 0.15],
}

/** What a camera sees that is as bad as wanted. The seed decides which, and whether the camera is mistaken. */
export function sightingFor(rules: DetectionRules, severity: Severity, scene: Scene, ...seed: readonly (string | number)[]): Sighting {
  const listed = (scene.atWork ? AT_WORK : AT_NIGHT)[severity]
  const here = scene.specialRoom && scene.atWork && severity === 'major' ? IN_SPECIAL_ROOM : listed
  const keys = here.filter((key) => rules.has(key) && !(scene.specialRoom && severity !== 'major' && KEYS_WORSE_THERE.has(key)))
  const type = pick(keys, shareOf(...seed, 'type'))
  const rule = rules.get(type)
  if (!rule) throw new Error(`no rule is about ${type}`)
  const [mistake, share] = MISTAKEN[type] ?? [type, 0]
  const mistaken = shareOf(...seed, 'mistaken') < share
  const least = rule.minConfidence
  const confidence = mistaken ? between(least + 0.01, least + 0.1, ...seed, 'sure') : between(least + 0.05, 0.97, ...seed, 'sure')
  return { type, confidence: Math.round(confidence * 100) / 100, confirmedAfter: rule.persistMs, truth: mistaken ? mistake : type }
}

/** What the camera itself holds to be unlikely: it is reported and opens no alert. */
export function doubtfulSighting(rules: DetectionRules, scene: Scene, ...seed: readonly (string | number)[]): Sighting {
  const sighting = sightingFor(rules, 'minor', scene, ...seed)
  const least = rules.get(sighting.type)?.minConfidence ?? 0.5
  return { ...sighting, confidence: Math.round(between(0.32, least - 0.03, ...seed, 'doubt') * 100) / 100, truth: 'nothing' }
}
