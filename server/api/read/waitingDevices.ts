import { Router } from 'express'
import { z } from 'zod'
import { listWaitingDevices } from '../../../stores/postgres/waitingDevices.ts'
import { requireRole } from '../../session/authenticate.ts'
import { readQuery } from '../input.ts'
import { describe } from '../openapi.ts'
import type { ReadContext } from './routes.ts'

const filters = z.strictObject({ gateway: z.string().max(64).optional(), limit: z.coerce.number().int().min(1).max(500).default(500) })
const waitingSchema = z.object({
  gateway: z.string(), source: z.string().meta({ description: 'What the gateway calls it: register it behind the gateway with this source' }),
  firstSeenAt: z.string(), lastSeenAt: z.string(), messages: z.int(), sample: z.record(z.string(), z.unknown()).meta({ description: 'Its last values' }),
}).meta({ id: 'WaitingDevice' })

/** GET /waiting-devices: what known gateways speak of and nobody registered yet. */
export function waitingDeviceRoutes(context: ReadContext): Router {
  const router = Router()
  router.get('/waiting-devices', requireRole('admin', 'centre'), async (request, response) => {
    const { gateway, limit } = readQuery(request, filters)
    response.json({ items: await listWaitingDevices(context.db, gateway ?? null, limit), next: null })
  })
  return router
}

describe({
  method: 'get', path: '/api/v1/waiting-devices', tag: 'devices', summary: 'Sensing points that known gateways speak of and nobody registered yet',
  roles: ['admin', 'centre'], query: filters, answer: z.object({ items: z.array(waitingSchema), next: z.null() }),
})
