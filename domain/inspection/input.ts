import { z } from 'zod'
import { orderInstant, orderText } from '../order/input.ts'
import { CHECKS } from '../proof/check.ts'
import { COORDINATES } from '../proof/capture.ts'
import { entryKey, strokes } from './entry.ts'
import type { InspectionAction } from './transitions.ts'

const username = z.string().trim().min(1).max(64)
const personName = z.string().trim().min(1).max(50).regex(/^[^\0]*$/)
/** What every action carries: its key, so that a repeat does nothing twice, and when it happened. */
const stamp = { key: entryKey.optional(), at: orderInstant.optional(), note: orderText.optional() } as const
export const place = {
  point: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]), accuracy: z.number().min(0).max(100_000), coordinates: z.enum(COORDINATES).default('wgs84'),
} as const

/** What each action takes. */
export const INSPECTION_INPUTS = {
  accept: z.strictObject(stamp),
  'check-in': z.strictObject({ ...stamp, ...place }),
  begin: z.strictObject(stamp),
  finish: z.strictObject(stamp),
  resume: z.strictObject(stamp),
  sign: z.strictObject({
    ...stamp, seen: z.int().min(0).optional().meta({ description: 'Number of the last line of the log that the signers had before them: none up to it counts as entered after the signatures' }),
    inspector: z.strictObject({ name: personName, strokes }),
    unit: z.union([z.strictObject({ name: personName, position: personName.optional(), strokes }), z.strictObject({ refused: orderText })]),
  }),
  cancel: z.strictObject({ ...stamp, reason: orderText }),
  invite: z.strictObject({ ...stamp, username }),
  assign: z.strictObject({ ...stamp, username, instead: username.optional().meta({ description: 'User name of the inspector who is taken off it' }) }),
  override: z.strictObject({ ...stamp, check: z.enum(CHECKS), reason: orderText }),
} as const satisfies Record<InspectionAction, z.ZodType>
export type InspectionInput<A extends InspectionAction> = z.output<(typeof INSPECTION_INPUTS)[A]>
