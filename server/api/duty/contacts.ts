import { Router } from 'express'
import { z } from 'zod'
import { secretKey } from '../../../config/secretKey.ts'
import type { User } from '../../../domain/user.ts'
import { findContact, listContacts, saveContact } from '../../../stores/postgres/contacts.ts'
import { transaction } from '../../../stores/postgres/pool.ts'
import { dropSubscription, pushKeys, saveSubscription } from '../../../stores/postgres/push.ts'
import { Vault } from '../../../stores/postgres/vault.ts'
import { requireRole } from '../../session/authenticate.ts'
import { pathParameter, readBody, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { audit } from '../register.ts'
import type { DutyContext } from './routes.ts'

const input = z.strictObject({
  phone: z.string().trim().regex(/^\+?[\d-]{3,20}$/, 'not a phone number').nullable(),
  email: z.email().max(200).nullable(),
}).meta({ id: 'ContactInput' })
const contactSchema = z.object({ username: z.string(), name: z.string(), phone: z.string().nullable(), email: z.string().nullable() }).meta({ id: 'Contact' })
const base64url = z.string().regex(/^[\w-]+=*$/).max(200)
const subscription = z.object({ endpoint: z.url({ protocol: /^https$/ }).max(1_000), keys: z.object({ p256dh: base64url, auth: base64url }) })
const gone = z.strictObject({ endpoint: z.string().max(1_000) })

/** Where people are reached: everybody says it of themselves, an administrator of all. */
export function contactRoutes(context: DutyContext): Router {
  const router = Router()
  const { db } = context
  const vault = new Vault(secretKey(context.environment))
  router.get('/duty/contacts', requireRole('admin', 'centre'), async (_request, response) => void response.json({ items: await listContacts(db), next: null }))
  router.get('/duty/contacts/:username', async (request, response) => {
    response.json(await present(context, reachable(userOf(response), pathParameter(request, 'username'))))
  })
  router.put('/duty/contacts/:username', async (request, response) => {
    const [user, at] = [userOf(response), context.clock()]
    const username = reachable(user, pathParameter(request, 'username'))
    const { phone, email } = readBody(request, input)
    await present(context, username)
    await transaction(db, async (client) => {
      await saveContact(client, username, phone, email, at)
      await audit(client, { by: user, at, action: 'contact.change', subject: `user:${username}` })
    })
    response.json(await present(context, username))
  })
  router.get('/duty/push', async (_request, response) => {
    const { default: webpush } = await import('web-push')
    const { publicKey } = await pushKeys(db, vault, () => ({ ...webpush.generateVAPIDKeys(), subject: subjectOf(context) }))
    response.json({ publicKey })
  })
  router.post('/duty/push', async (request, response) => {
    const { endpoint, keys } = readBody(request, subscription)
    await saveSubscription(db, userOf(response).username, { endpoint, ...keys }, context.clock())
    response.status(201).json({ endpoint })
  })
  router.post('/duty/push/end', async (request, response) => {
    await dropSubscription(db, readBody(request, gone).endpoint, userOf(response).username)
    response.status(204).end()
  })
  return router
}

function reachable(user: User, username: string): string {
  if (user.role !== 'admin' && user.username !== username) throw new Problem('forbidden', 'A contact is changed by the person or an administrator')
  return username
}

async function present({ db }: DutyContext, username: string): Promise<object> {
  const contact = await findContact(db, username)
  if (!contact) throw new Problem('not-found')
  return contact
}

function subjectOf({ environment: { publicUrl } }: DutyContext): string {
  return publicUrl?.startsWith('https:') ? publicUrl : 'mailto:mingjian@localhost'
}

const path = '/api/v1/duty'
describe(
  { method: 'get', path: `${path}/contacts`, tag: 'duty', summary: 'Where officers are reached', roles: ['admin', 'centre'], answer: z.object({ items: z.array(contactSchema), next: z.null() }) },
  { method: 'get', path: `${path}/contacts/{username}`, tag: 'duty', summary: 'Where a person is reached', answer: contactSchema },
  { method: 'put', path: `${path}/contacts/{username}`, tag: 'duty', summary: 'Say where a person is reached', body: input, answer: contactSchema },
  { method: 'get', path: `${path}/push`, tag: 'duty', summary: 'The public key with which a browser subscribes to push messages', answer: z.object({ publicKey: z.string() }) },
  { method: 'post', path: `${path}/push`, tag: 'duty', summary: 'Have this browser told', body: subscription, status: 201, answer: z.object({ endpoint: z.string() }) },
  { method: 'post', path: `${path}/push/end`, tag: 'duty', summary: 'Have this browser told no more', body: gone, status: 204 },
)
