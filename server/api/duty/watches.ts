import { Router } from 'express'
import { z } from 'zod'
import { rosterSchema } from '../../../domain/duty/roster.ts'
import { onDuty, peopleOf, watchesBetween, type Watch } from '../../../domain/duty/watch.ts'
import { dutyDocument } from '../../../stores/postgres/dutyDocuments.ts'
import { listOfficers, namesOf } from '../../../stores/postgres/users.ts'
import { requireRole } from '../../session/authenticate.ts'
import { readQuery } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { instant } from '../read/query.ts'
import { jurisdictionSchema } from '../shapes.ts'
import { isDistrict } from '../unitInput.ts'
import type { DutyContext } from './routes.ts'

const OFFICERS = ['admin', 'centre', 'duty', 'inspector'] as const
const LONGEST_MS = 62 * 86_400_000
const present = z.strictObject({ district: z.string().optional(), at: instant.optional() })
const span = z.strictObject({ from: instant, to: instant })
const watchSchema = z.object({
  shift: z.object({ id: z.string(), name: z.string() }), team: z.object({ id: z.string(), name: z.string(), members: z.array(z.string()), districts: z.array(z.string()) }),
  day: z.string(), from: z.string(), until: z.string(), isOverride: z.boolean(),
})
const officersAnswer = z.object({ items: z.array(z.object({ username: z.string(), name: z.string(), role: z.string(), jurisdiction: jurisdictionSchema })) })
const answer = z.object({ items: z.array(watchSchema), people: z.record(z.string(), z.string()).meta({ description: 'Names by user name' }) })

/** Who is on duty, now or in a span. */
export function watchRoutes(context: DutyContext): Router {
  const router = Router()
  const { configuration: { roster: shipped, orders, region }, db } = context
  const { calendar } = orders.terms
  const rosterNow = async () => (await dutyDocument(db, 'roster', rosterSchema, shipped)).document
  const told = async (watches: readonly Watch[]): Promise<object> => ({ items: watches.map(viewOf), people: await namesOf(db, peopleOf(watches)) })

  router.get('/duty/on-duty', requireRole(...OFFICERS), async (request, response) => {
    const { district, at } = readQuery(request, present)
    if (district !== undefined && !isDistrict(region, district)) throw new Problem('unknown-district', `There is no district ${district} in this city`)
    response.json(await told(onDuty(await rosterNow(), calendar, district ?? null, at ?? context.clock())))
  })
  router.get('/duty/watches', requireRole(...OFFICERS), async (request, response) => {
    const { from, to } = readQuery(request, span)
    if (to < from || to - from > LONGEST_MS) throw new Problem('invalid-query', 'to: lies before from, or more than 62 days after it')
    response.json(await told(watchesBetween(await rosterNow(), calendar, from, to)))
  })
  router.get('/duty/officers', requireRole(...OFFICERS), async (_request, response) => {
    response.json({ items: (await listOfficers(db)).map(({ username, name, role, jurisdiction }) => ({ username, name, role, jurisdiction })) })
  })
  router.get('/duty/calendar', requireRole(...OFFICERS), (_request, response) => {
    response.json({ years: [...calendar.years], holidays: [...calendar.holidays], workdays: [...calendar.workdays] })
  })
  return router
}

function viewOf({ shift, team, day, from, until, isOverride }: Watch): object {
  return { shift: { id: shift.id, name: shift.name }, team, day, from: new Date(from).toISOString(), until: new Date(until).toISOString(), isOverride }
}

describe(
  { method: 'get', path: '/api/v1/duty/on-duty', tag: 'duty', summary: 'Who is on duty for a district, now or at a time', roles: OFFICERS, query: present, answer },
  { method: 'get', path: '/api/v1/duty/officers', tag: 'duty', summary: 'Every officer, to whom alerts may be assigned', roles: OFFICERS, answer: officersAnswer },
  { method: 'get', path: '/api/v1/duty/calendar', tag: 'duty', summary: 'The days off and make-up workdays of config/holidays.yaml', roles: OFFICERS, answer: z.object({ years: z.array(z.int()), holidays: z.array(z.string()), workdays: z.array(z.string()) }) },
  { method: 'get', path: '/api/v1/duty/watches', tag: 'duty', summary: 'All watches that begin on the days of a span, at most 62', roles: OFFICERS, query: span, answer },
)
