import { Router } from 'express'
import { z } from 'zod'
import { findDevice } from '../../../stores/postgres/devices.ts'
import { waitingKey } from '../../messages/messageLog.ts'
import type { MessageQuestions } from '../../messages/messageQuestions.ts'
import { requireRole } from '../../session/authenticate.ts'
import { pathParameter, readQuery, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import type { ReadContext } from './routes.ts'

const query = z.strictObject({ source: z.string().min(1).max(200).optional().meta({ description: 'Of a gateway: what it calls a device that waits to be registered' }) })
const resultSchema = z.object({
  device: z.string().nullable(), kind: z.enum(['reading', 'detection', 'status', 'rejection']), ts: z.unknown().optional(), values: z.unknown().optional(),
  type: z.unknown().optional(), online: z.unknown().optional(), rejection: z.object({ type: z.string(), detail: z.string() }).optional(),
})
const messageSchema = z.object({
  receivedAt: z.string(), source: z.enum(['mqtt', 'http']), address: z.string().meta({ description: 'Topic or path' }), encoding: z.enum(['text', 'base64']),
  payload: z.string().meta({ description: 'As it came, its first 4 KB' }), length: z.int(), truncated: z.boolean(), results: z.array(resultSchema),
}).meta({ id: 'RawMessage' })

/** GET /devices/{id}/messages: what came last from a device as it came, and what became of it. */
export function messageRoutes(context: Pick<ReadContext, 'db'>, questions: MessageQuestions): Router {
  const router = Router()
  router.get('/devices/:id/messages', requireRole('admin', 'centre'), async (request, response) => {
    const { source } = readQuery(request, query)
    const id = pathParameter(request, 'id')
    if (!(await findDevice(context.db, id, userOf(response).jurisdiction))) throw new Problem('not-found')
    response.json({ items: await questions.ask(source === undefined ? id : waitingKey(id, source)) })
  })
  return router
}

describe({
  method: 'get', path: '/api/v1/devices/{id}/messages', tag: 'devices', summary: 'The last messages of a device or a gateway as they came, and what they became',
  description: 'At most five, from the memory of all servers: gone after a restart, and where too many devices speak.', roles: ['admin', 'centre'], query, answer: z.object({ items: z.array(messageSchema) }),
})
