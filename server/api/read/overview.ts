import { Router } from 'express'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ALERT_STATES, DEVICE_FAULTS } from '../../../domain/alert.ts'
import { DEVICE_FAULT_NAMES } from '../../../domain/deviceFault.ts'
import { METRICS } from '../../../domain/metrics.ts'
import { ORDER_STATES } from '../../../domain/order.ts'
import { SEVERITIES } from '../../../domain/severity.ts'
import { GRADES, UNIT_KINDS } from '../../../domain/unit.ts'
import { ROLES } from '../../../domain/user.ts'
import { readUnitPoints } from '../../../stores/postgres/unitPoints.ts'
import { statsOf } from '../../live/stats.ts'
import { readQuery, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { wholeNumber } from './query.ts'
import type { ReadContext } from './routes.ts'
import { statsSchema, trendSchema, unitPointsSchema } from './shapes.ts'

const nothing = z.strictObject({})
const trendQuery = z.strictObject({ hours: wholeNumber(1, 24 * 7, 24) })
const PROJECT = new URL('../../../', import.meta.url)

/** What the wall starts with: figures, map and the words for things. */
export function overviewRoutes(context: ReadContext): Router {
  const router = Router()
  const stats = statsOf(context)
  let map: Promise<string> | undefined

  router.get('/stats', async (request, response) => {
    readQuery(request, nothing)
    response.json(await stats.figures(userOf(response).jurisdiction))
  })
  router.get('/stats/trend', async (request, response) => {
    const { hours } = readQuery(request, trendQuery)
    response.json(await stats.trend(userOf(response).jurisdiction, hours))
  })
  router.get('/map/units', async (_request, response) => {
    response.json(await readUnitPoints(context.db, userOf(response).jurisdiction))
  })
  router.get('/map/districts', async (_request, response) => {
    map ??= districtMap(context)
    response.set('Cache-Control', 'private, max-age=3600').type('application/json').send(await map)
  })
  router.get('/config/vocabulary', (_request, response) => {
    response.json(vocabulary(context))
  })
  return router
}

/** The shapes with what a map of them must bear: its approval number (审图号), or null while it is only a schematic. */
async function districtMap({ configuration: { region } }: ReadContext): Promise<string> {
  const geojson: unknown = JSON.parse(await readFile(new URL(region.geometry, PROJECT), 'utf8'))
  return JSON.stringify({ geojson, approvalNumber: region.mapApprovalNumber, region: region.zh })
}

/** The closed lists and the operator's catalogues, for selections and translations. */
function vocabulary({ configuration }: ReadContext): object {
  const { region, profiles, violations } = configuration
  return {
    region,
    profiles: Object.fromEntries(profiles),
    violations: Object.fromEntries(violations),
    metrics: METRICS,
    severities: SEVERITIES,
    alertStates: ALERT_STATES,
    orderStates: ORDER_STATES,
    unitKinds: UNIT_KINDS,
    grades: GRADES,
    roles: ROLES,
    deviceFaults: DEVICE_FAULTS.map((id) => ({ id, ...DEVICE_FAULT_NAMES[id] })),
  }
}

describe(
  { method: 'get', path: '/api/v1/stats', tag: 'stats', summary: 'Key figures of the jurisdiction, as pushed on topic `stats`', answer: statsSchema },
  { method: 'get', path: '/api/v1/stats/trend', tag: 'stats', summary: 'One point an hour, oldest first', query: trendQuery, answer: trendSchema },
  { method: 'get', path: '/api/v1/map/units', tag: 'map', summary: 'Every unit of the jurisdiction, as columns', answer: unitPointsSchema },
  { method: 'get', path: '/api/v1/map/districts', tag: 'map', summary: 'The districts as GeoJSON, with the approval number of the map' },
  { method: 'get', path: '/api/v1/config/vocabulary', tag: 'config', summary: 'Closed lists and the operator\'s catalogues' },
)
