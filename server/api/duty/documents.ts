import { Router } from 'express'
import { z } from 'zod'
import { rosterSchema } from '../../../domain/duty/roster.ts'
import { faultsIn } from '../../../domain/duty/rosterFaults.ts'
import { policiesSchema, strangersIn } from '../../../domain/escalation/policy.ts'
import type { Fault } from '../../../domain/fault.ts'
import { channelsSchema } from '../../../domain/notification/channel.ts'
import type { Role, User } from '../../../domain/user.ts'
import { dutyDocument, listDutyVersions, writeDutyDocument, type DutyKind } from '../../../stores/postgres/dutyDocuments.ts'
import { transaction } from '../../../stores/postgres/pool.ts'
import { listOfficers } from '../../../stores/postgres/users.ts'
import { requireRole } from '../../session/authenticate.ts'
import { pageAnswer, pageQuery, pageRequest, readBody, readQuery, userOf } from '../input.ts'
import { describe, pageOf } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { audit } from '../register.ts'
import type { DutyContext } from './routes.ts'

const OFFICERS = ['admin', 'centre', 'duty', 'inspector'] as const

interface Kind {
  readonly kind: DutyKind
  readonly schema: z.ZodType<object>
  readonly summary: string
  readonly readers: readonly Role[]
  readonly writers: readonly Role[]
}

const KINDS: readonly Kind[] = [
  { kind: 'roster', schema: rosterSchema, summary: 'teams, shifts, turns, overrides and days of its own', readers: OFFICERS, writers: ['admin', 'centre'] },
  { kind: 'escalation', schema: policiesSchema, summary: 'who is told of an alert, after how long, by what channel', readers: OFFICERS, writers: ['admin', 'centre'] },
  { kind: 'channels', schema: channelsSchema, summary: 'the ways in which people are told', readers: ['admin', 'centre'], writers: ['admin'] },
]

const versionsQuery = z.strictObject(pageQuery)
const version = z.int().min(0).meta({ description: 'The version that was changed; 409 where somebody else has changed it since' })

/** What of the duty is data: each document is read whole, changed whole, and put back to what was shipped. */
export function documentRoutes(context: DutyContext): Router {
  const router = Router()
  for (const { kind, schema, readers, writers } of KINDS) {
    const shipped = context.configuration[kind]
    const present = () => dutyDocument(context.db, kind, schema, shipped)
    router.get(`/duty/${kind}`, requireRole(...readers), async (_request, response) => void response.json(await present()))
    router.put(`/duty/${kind}`, requireRole(...writers), cityOnly, async (request, response) => {
      const body = readBody(request, z.strictObject({ version, document: schema }))
      await refuseFaults(context, kind, body.document)
      await change(context, userOf(response), kind, body.version, body.document)
      response.json(await present())
    })
    router.delete(`/duty/${kind}`, requireRole(...writers), cityOnly, async (request, response) => {
      const query = readQuery(request, z.strictObject({ version: z.string().regex(/^\d+$/).transform(Number) }))
      await change(context, userOf(response), kind, query.version, null)
      response.json(await present())
    })
    router.get(`/duty/${kind}/versions`, requireRole(...readers), async (request, response) => {
      const { items, next } = await listDutyVersions(context.db, kind, schema, shipped, pageRequest(readQuery(request, versionsQuery)))
      response.json(pageAnswer({ items: next ? items : [...items, { document: shipped, version: 0, isShipped: true, author: null, changedAt: null }], next }))
    })
  }
  return router
}

/** They hold for the whole city, so whoever sees less of it changes none. */
function cityOnly(_request: unknown, response: Parameters<typeof userOf>[0], next: () => void): void {
  if (userOf(response).jurisdiction.scope !== 'city') throw new Problem('outside-jurisdiction')
  next()
}

/**
 * What leads nowhere is refused while somebody is looking, not when an alert is waiting for it. What the document in
 * force has of it may stay: people leave, and a change elsewhere need not wait for their place to be filled.
 */
async function refuseFaults(context: DutyContext, kind: DutyKind, document: object): Promise<void> {
  const faults = await faultsOf(context, kind)
  const [before, after] = [faults(null), faults(document)]
  const added = after.filter(({ detail }) => !before.some((known) => known.detail === detail))
  if (added[0]) throw new Problem('invalid', `${added[0].path}: ${added[0].detail}`, { errors: added.map(({ path, detail }) => ({ path: `document.${path}`, type: 'custom', detail })) })
}

/** Finds the faults of a document of this kind; of the one in force where none is given. */
async function faultsOf({ db, configuration }: DutyContext, kind: DutyKind): Promise<(document: object | null) => Fault[]> {
  const [{ document: { channels } }, { document: roster }, { document: policies }, people] = await Promise.all([
    dutyDocument(db, 'channels', channelsSchema, configuration.channels), dutyDocument(db, 'roster', rosterSchema, configuration.roster),
    dutyDocument(db, 'escalation', policiesSchema, configuration.escalation), listOfficers(db),
  ])
  const officers = new Set(people.map(({ username }) => username))
  const districts = new Set(configuration.region.districts.map(({ code }) => code))
  const known = { channels: idsOf(channels), teams: idsOf(roster.teams), officers, districts }
  const missed = (teams: ReadonlySet<string>): Fault[] => strangersIn(policies, { ...known, teams }).map(({ detail }) => ({ path: 'teams', detail: `${detail}, which the escalation policies name` }))
  switch (kind) {
    case 'escalation':
      return (document) => strangersIn(document === null ? policies : policiesSchema.parse(document), known)
    case 'channels':
      // A step without one of its channels tries the next.
      return () => []
    case 'roster':
      return (document) => {
        const meant = document === null ? roster : rosterSchema.parse(document)
        return [...faultsIn(meant, officers, districts), ...missed(idsOf(meant.teams))]
      }
  }
}

const idsOf = (things: readonly { readonly id: string }[]): Set<string> => new Set(things.map(({ id }) => id))

function change(context: DutyContext, user: User, kind: DutyKind, from: number, document: object | null): Promise<void> {
  const at = context.clock()
  return transaction(context.db, async (client) => {
    if (!(await writeDutyDocument(client, kind, from, document, `user:${user.username}`, at))) throw new Problem('conflict', 'Somebody else has changed it since: read it again')
    await audit(client, { by: user, at, action: document === null ? `${kind}.reset` : `${kind}.change`, subject: `duty:${kind}`, detail: { version: from + 1, ...(document === null ? {} : { document }) } })
  })
}

describe(...KINDS.flatMap(({ kind, schema, summary, readers, writers }) => {
  const path = `/api/v1/duty/${kind}`
  const answer = z.object({ document: schema, version: z.int(), isShipped: z.boolean(), author: z.string().nullable(), changedAt: z.string().nullable() })
  return [
    { method: 'get' as const, path, tag: 'duty', summary: `The ${kind}: ${summary}`, roles: readers, answer },
    { method: 'put' as const, path, tag: 'duty', summary: `Change the ${kind}`, roles: writers, body: z.object({ version, document: schema }), answer },
    { method: 'get' as const, path: `${path}/versions`, tag: 'duty', summary: `Every version of the ${kind}, newest first, and last what was shipped`, roles: readers, query: versionsQuery, answer: pageOf(answer) },
    { method: 'delete' as const, path, tag: 'duty', summary: `Put the shipped ${kind} back`, roles: writers, query: z.strictObject({ version: z.string() }), answer },
  ]
}))
