import { Router } from 'express'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { requireRole } from '../../session/authenticate.ts'
import { readQuery, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { importAnswer } from '../shapes.ts'
import { deviceImport } from './deviceImport.ts'
import { importTable } from './importTable.ts'
import { readUpload, UPLOAD_TYPES, uploadBody } from './upload.ts'
import { unitImport } from './unitImport.ts'

const unitQuery = z.strictObject({ existing: z.enum(['error', 'update']).default('error').meta({ description: 'What a row does whose id is known: `update` takes its cells over, an empty one clears, and what has no column stays' }) })
const roles = ['admin', 'centre'] as const

/** Tables of units and devices, as spreadsheets and CSV files carry them. */
export function importRoutes(context: Context): Router {
  const router = Router()
  router.post('/units/import', requireRole(...roles), uploadBody, async (request, response) => {
    const { existing } = readQuery(request, unitQuery)
    const written: string[] = []
    const plan = unitImport(context, userOf(response), existing === 'update', written)
    const result = await importTable(await readUpload(request), plan).finally(() => announced(context, 'units', written))
    response.json(result)
  })
  router.post('/devices/import', requireRole(...roles), uploadBody, async (request, response) => {
    const tokens: { id: string; token: string }[] = []
    const plan = deviceImport(context, userOf(response), tokens)
    const result = await importTable(await readUpload(request), plan).finally(() => announced(context, 'devices', tokens.map(({ id }) => id)))
    response.json({ ...result, tokens: csvOf(tokens) })
  })
  return router
}

/** Once for the whole table, and also where it broke off in the middle. */
async function announced(context: Context, what: 'units' | 'devices', ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await context.register.announce(what, ids)
}

/** Ids and tokens hold nothing that CSV would have to quote. */
function csvOf(tokens: readonly { id: string; token: string }[]): string {
  return ['id,token', ...tokens.map(({ id, token }) => `${id},${token}`), ''].join('\r\n')
}

const deviceAnswer = importAnswer.extend({ tokens: z.string().meta({ description: 'CSV of id,token; shown this once' }) }).meta({ id: 'DeviceImportAnswer' })
const description = 'The first row is the heading, in Chinese or English. Good rows are kept beside bad ones.'
describe(
  { method: 'post', path: '/api/v1/units/import', tag: 'units', summary: 'Register units from CSV or XLSX', description, roles, query: unitQuery, bodyTypes: UPLOAD_TYPES, answer: importAnswer },
  { method: 'post', path: '/api/v1/devices/import', tag: 'devices', summary: 'Register devices from CSV or XLSX', description, roles, bodyTypes: UPLOAD_TYPES, answer: deviceAnswer },
)
