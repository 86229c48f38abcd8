import { z } from 'zod'
import { ORDER_SOURCES, ORDER_STATES, SERVICE_METHODS } from '../../../domain/order.ts'
import { ORDER_ACTIONS } from '../../../domain/order/transitions.ts'
import { CHECKS } from '../../../domain/proof/check.ts'
import { SEVERITIES } from '../../../domain/severity.ts'
import { basis, evidence, time, timeline } from '../read/shapes.ts'

const checkSchema = z.object({
  name: z.enum(CHECKS), status: z.enum(['pass', 'fail', 'overridden']), reason: z.string().meta({ description: 'A stable key, such as too-far' }),
  figures: z.record(z.string(), z.union([z.number(), z.string()])).optional(), override: z.object({ by: z.string(), at: time, reason: z.string() }).optional(),
}).meta({ id: 'PhotoCheck' })

/** A photo of the proof as it goes out. */
export const photoSchema = z.object({
  id: z.string(), item: z.string(), by: z.string(), at: time, sha256: z.string(), width: z.int(), height: z.int(), point: z.array(z.number()).length(2),
  accuracy: z.number(), word: z.string(), caption: z.string().nullable(), portrait: z.boolean(), checks: z.array(checkSchema), holds: z.boolean(),
}).meta({ id: 'OrderPhoto' })

/** An order as it goes out. */
export const orderSchema = z.object({
  id: z.string(), number: z.string().nullable().meta({ description: 'Given when it is issued', example: '衡市监责改〔2026〕12号' }),
  alertIds: z.array(z.string()), unitId: z.string().nullable(), unitName: z.string().nullable(), district: z.string().nullable(),
  title: z.string(), severity: z.enum(SEVERITIES), state: z.enum(ORDER_STATES),
  source: z.enum(ORDER_SOURCES), sourceId: z.string().nullable(), fact: z.string().nullable(),
  items: z.array(z.object({ id: z.string(), text: z.string() })).meta({ description: 'What is to be put right, each proven by photos of its own' }),
  office: z.string().nullable(), signer: z.string().nullable(), issuedAt: time.nullable(),
  officers: z.array(z.object({ name: z.string(), certificate: z.string() })),
  servedAt: time.nullable().meta({ description: 'The time of receipt' }), service: z.enum(SERVICE_METHODS).nullable(), receiver: z.string().nullable(), submittedAt: time.nullable(),
  noticeDeadline: time.nullable().meta({ description: 'As the served notice says it; a reopening leaves it' }), deadline: time.nullable(), extendedTo: time.nullable(), overdue: z.boolean(), escalationLevel: z.int(), watcher: z.string().nullable(),
  caseId: z.string().nullable(), basis: basis.nullable(), evidence: z.array(evidence),
  photos: z.array(photoSchema).meta({ description: 'Of the proof; empty in lists' }), timeline, createdAt: time, version: z.int(),
  people: z.record(z.string(), z.string()).optional().meta({ description: 'Names by user name; of one order only' }),
  actions: z.array(z.enum(ORDER_ACTIONS)).optional().meta({ description: 'What who asks can do now; absent from live events' }),
}).meta({ id: 'Order' })
