import { Router } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { brokenLink, listAudit, readAudit } from '../../stores/postgres/audit.ts'
import type { Context } from '../context.ts'
import { requireRole } from '../session/authenticate.ts'
import { pageAnswer, pageQuery, pageRequest, readQuery } from './input.ts'
import { describe, pageOf } from './openapi.ts'
import { auditSchema } from './shapes.ts'

const filters = z.strictObject({
  ...pageQuery,
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
})
const verdictSchema = z.object({ entries: z.int(), brokenAt: z.int().nullable() }).meta({ id: 'AuditVerdict' })

/** The log of everything that changed state, and whether anybody tampered with it. */
export function auditRoutes(context: Context): Router {
  const router = Router()
  router.get('/audit', requireRole('admin'), async (request, response) => {
    const query = readQuery(request, filters)
    response.json(pageAnswer(await listAudit(context.db, query, pageRequest(query))))
  })
  router.get('/audit/verify', requireRole('admin'), async (_request, response) => {
    response.json(await brokenLink(context.db))
  })
  router.get('/audit/export', requireRole('admin'), async (_request, response) => {
    response.type('application/x-ndjson').set('Content-Disposition', 'attachment; filename="audit.jsonl"')
    await pipeline(Readable.from(exportLines(context)), response)
  })
  return router
}

/** One entry a line, oldest first, as `npm run verify-log` reads them. */
async function* exportLines({ db }: Pick<Context, 'db'>): AsyncGenerator<string> {
  for await (const records of readAudit(db)) yield records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

describe(
  { method: 'get', path: '/api/v1/audit', tag: 'audit', summary: 'The audit log, newest first', roles: ['admin'], query: filters, answer: pageOf(auditSchema) },
  { method: 'get', path: '/api/v1/audit/verify', tag: 'audit', summary: 'Check the whole hash chain', roles: ['admin'], answer: verdictSchema },
  { method: 'get', path: '/api/v1/audit/export', tag: 'audit', summary: 'The whole log as JSON lines, oldest first', description: 'For `npm run verify-log -- FILE`, which proves it without us.', roles: ['admin'] },
)
