import { z } from 'zod'
import { SERVICE_METHODS } from '../order.ts'
import { basisSchema } from '../rule.ts'
import { SEVERITIES } from '../severity.ts'
import type { OrderAction } from './transitions.ts'

/** Text people write; a NUL can't be stored. */
export const orderText = z.string().trim().min(1).max(2_000).regex(/^[^\0]*$/)
/** ISO 8601 with its zone; becomes epoch milliseconds. */
export const orderInstant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
  .meta({ type: 'string', format: 'date-time' })

const note = orderText.optional()
const name = z.string().trim().min(1).max(64).regex(/^[^\0]*$/)
const officers = z.array(z.strictObject({ name, certificate: z.string().trim().regex(/^[\p{L}\p{N}()（）〔〕._/-]{1,40}$/u, 'not the number of a certificate') })).min(1).max(4)
  .refine((list) => new Set(list.map((officer) => officer.certificate)).size === list.length, 'every officer has a certificate of their own')
export const orderItems = z.array(z.strictObject({ id: z.string().regex(/^[\w-]{1,32}$/), text: orderText })).min(1).max(50)
  .refine((list) => new Set(list.map((item) => item.id)).size === list.length, 'every item has an id of its own')

/** A clause is printed only where somebody has checked it against the official text. */
export const orderBasis = basisSchema.refine(
  (basis) => basis.clause === undefined || basis.status === 'verified', { path: ['clause'], message: 'give a clause only with status verified' },
)

/** What each action takes. */
export const ORDER_INPUTS = {
  triage: z.strictObject({ severity: z.enum(SEVERITIES).optional(), basis: orderBasis.optional(), fact: note, note }),
  reject: z.strictObject({ reason: orderText, note }),
  withdraw: z.strictObject({ reason: orderText, note }),
  issue: z.strictObject({ deadline: orderInstant.optional(), items: orderItems.optional(), fact: note, signer: name.optional(), officers: officers.optional(), note }),
  accept: z.strictObject({ note }),
  serve: z.strictObject({ method: z.enum(SERVICE_METHODS).exclude(['accepted']), receiver: name.optional(), note }),
  start: z.strictObject({ note }),
  submit: z.strictObject({ override: z.strictObject({ reason: orderText }).optional(), note }),
  return: z.strictObject({ reasons: z.array(orderText).min(1).max(20), note }),
  verify: z.strictObject({ note }),
  close: z.strictObject({ note: orderText }),
  reopen: z.strictObject({ reason: orderText, deadline: orderInstant.optional(), note }),
  extend: z.strictObject({ extendedTo: orderInstant, reason: orderText, approver: name.optional(), note }),
  escalate: z.strictObject({ level: z.int().min(1).max(9).optional(), watcher: name.optional(), reason: note, note }),
  'file-case': z.strictObject({ caseId: z.string().trim().min(1).max(100).regex(/^[^\0]*$/), note }),
  comment: z.strictObject({ note: orderText }),
  attach: z.strictObject({ note, sha256: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 in small hexadecimal digits').optional() })
    .refine((input) => input.note !== undefined || input.sha256 !== undefined, { path: ['note'], message: 'say what is attached' }),
} as const satisfies Record<OrderAction, z.ZodType>

export type OrderInput<A extends OrderAction> = z.output<(typeof ORDER_INPUTS)[A]>
