import { Router } from 'express'
import { z } from 'zod'
import type { InspectionDossier } from '../../../domain/inspection.ts'
import { resultFault } from '../../../domain/inspection/checklist.ts'
import { ENTRY_INPUTS, entryKey, happenedAt, type Entered, type EnteredKind, type Entry, type EntryOf } from '../../../domain/inspection/entry.ts'
import { partyOf } from '../../../domain/inspection/transitions.ts'
import { orderInstant } from '../../../domain/order/input.ts'
import type { User } from '../../../domain/user.ts'
import { entriesOf, entryOfKey, sensorAt } from '../../../stores/postgres/inspectionEntries.ts'
import { findStill } from '../../../stores/postgres/inspectionStills.ts'
import { transaction, type Client } from '../../../stores/postgres/pool.ts'
import { pathParameter, readBody, readQuery, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { wholeNumber } from '../read/query.ts'
import { inspectionFor, inspectionOfMember, refuseOnceCancelled } from './access.ts'
import { enter } from './enter.ts'
import type { InspectionContext } from './routes.ts'
import { entrySchema } from './shapes.ts'

/** What every entry carries beside what it says. */
const stamp = { key: entryKey, client: z.string().max(64).optional(), at: orderInstant.optional() }
const entryInput = z.discriminatedUnion('kind', [
  kindOf('result'), kindOf('finding'), kindOf('message'), kindOf('pointer'), kindOf('push'), kindOf('ask'), kindOf('drawing'), kindOf('comparison'), kindOf('record'), kindOf('consent'), kindOf('mode'),
]).meta({ id: 'InspectionEntryInput' })

function kindOf<K extends EnteredKind>(kind: K) {
  return z.strictObject({ ...stamp, kind: z.literal(kind), body: ENTRY_INPUTS[kind] })
}

interface EntryInput<K extends EnteredKind = EnteredKind> {
  readonly kind: K
  readonly key: string
  readonly client?: string | undefined
  readonly at?: number | undefined
  readonly body: Entered[K]
}

const afterQuery = z.strictObject({ after: wholeNumber(0, 2_000_000_000, 0) })

/** What members enter, and the log of it. */
export function entryRoutes(context: InspectionContext): Router {
  const router = Router()
  router.get('/inspections/:id/entries', async (request, response) => {
    const { after } = readQuery(request, afterQuery)
    const inspection = await inspectionFor(context.db, pathParameter(request, 'id'), userOf(response), 'content')
    response.json({ items: await entriesOf(context.db, inspection.id, after) })
  })
  router.post('/inspections/:id/entries', async (request, response) => {
    const input = readBody(request, entryInput) as EntryInput
    response.status(201).json(await takeEntry(context, userOf(response), pathParameter(request, 'id'), input))
  })
  return router
}

function takeEntry(context: InspectionContext, user: User, id: string, input: EntryInput): Promise<Entry> {
  const receivedAt = context.clock()
  return transaction(context.db, async (client) => {
    const inspection = await inspectionOfMember(client, id, user)
    const before = await entryOfKey(client, id, input.key)
    if (before) return before
    refuseOnceCancelled(inspection, happenedAt(input.at, receivedAt, inspection.openedAt))
    await check(client, inspection, user, input)
    const body = await completed(client, inspection, input, receivedAt)
    return (await enter(client, inspection, user, { ...input, body } as EntryInput & { body: EntryOf<EnteredKind>['body'] }, receivedAt)).entry
  })
}

/** Only the inspector says what the line carries; nothing is found before the check-in; what is named exists. */
async function check(client: Client, inspection: InspectionDossier, user: User, { kind, body }: EntryInput): Promise<void> {
  const isInspector = partyOf(inspection, user) === 'inspector'
  if (kind === 'mode' && !isInspector) throw new Problem('forbidden', 'Only the inspector\'s phone tells what its line carries')
  if (kind === 'consent' && !isInspector) throw new Problem('forbidden', 'Only the inspector gives leave to record')
  const ends = kind === 'record' && (body as Entered['record']).what === 'stop' && isInspector
  if (kind === 'record' && !ends && partyOf(inspection, user) !== 'commander') throw new Problem('forbidden', 'The commander asks to record, and the inspector may end it')
  if ((kind === 'ask' || kind === 'push' || kind === 'pointer' || kind === 'drawing') && isInspector) throw new Problem('forbidden', 'This is said to the inspector')
  if ((kind === 'result' || kind === 'finding') && inspection.checkIn === null) throw new Problem('conflict', 'Nothing is found before the check-in')
  const { item: id, still, stills = [] } = body as { item?: string; still?: string; stills?: string[] }
  const item = inspection.checklist.items.find((one) => one.id === id)
  if (id !== undefined && !item) throw new Problem('invalid', `item: the checklist has no ${id}`)
  const { result, reading } = body as Partial<Entered['result']>
  const fault = item && result && resultFault(item, result, reading)
  if (fault) throw new Problem('invalid', `reading: ${fault}`)
  for (const named of still === undefined ? stills : [still, ...stills]) {
    if (!(await findStill(client, inspection.id, named))) throw new Problem('invalid', `still: there is no ${named}`)
  }
}

/** What is entered, with what only we know of it. */
function completed(client: Client, inspection: InspectionDossier, input: EntryInput, receivedAt: number): object | Promise<object> {
  switch (input.kind) {
    case 'comparison':
      return compared(client, inspection, input as EntryInput<'comparison'>, receivedAt)
    case 'finding':
      return withStills(client, inspection, input as EntryInput<'finding'>)
    default:
      return input.body
  }
}

/** A phone without a line knows its photos by the keys of its own; one that was never taken in is left out. */
async function withStills(client: Client, { id }: InspectionDossier, { body: { photos = [], ...body } }: EntryInput<'finding'>): Promise<EntryOf<'finding'>['body']> {
  const stills = [...(body.stills ?? [])]
  for (const key of photos) {
    const entry = await entryOfKey(client, id, key)
    if (entry?.kind === 'still') stills.push(entry.body.still)
  }
  return stills.length > 0 ? { ...body, stills } : body
}

/** What the sensor said at the time of the comparison comes from our own history, never from who compares. */
async function compared(client: Client, inspection: InspectionDossier, { body, at }: EntryInput<'comparison'>, receivedAt: number): Promise<EntryOf<'comparison'>['body']> {
  const sensor = await sensorAt(client, inspection.unitId, body.deviceId, body.metric, happenedAt(at, receivedAt, inspection.openedAt))
  return { ...body, sensor: sensor?.value ?? null, sensorAt: sensor?.at ?? null }
}

const path = '/api/v1/inspections/{id}/entries'
describe(
  { method: 'get', path, tag: 'inspections', summary: 'The log of an inspection, in the order of arrival', description: 'For its members; once it is signed also for officers of the jurisdiction and the unit.', query: afterQuery, answer: z.object({ items: z.array(entrySchema) }) },
  { method: 'post', path, tag: 'inspections', summary: 'Enter something: a result, a finding, a message, a drawing, something asked', description: 'Members only. `key` makes a repeat one entry; `at` says when it happened, for what was entered without a line.', body: entryInput, status: 201, answer: entrySchema },
)
