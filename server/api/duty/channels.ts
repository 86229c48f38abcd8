import { Router } from 'express'
import { z } from 'zod'
import { secretKey } from '../../../config/secretKey.ts'
import { CHANNEL_KINDS, CHANNEL_SECRETS, channelsSchema, secretFault, secretsOf, secretVariable, type ChannelSettings } from '../../../domain/notification/channel.ts'
import { channelSecrets, setChannelSecret } from '../../../stores/postgres/channelSecrets.ts'
import { dutyDocument } from '../../../stores/postgres/dutyDocuments.ts'
import { queueNotification } from '../../../stores/postgres/notifications.ts'
import { transaction } from '../../../stores/postgres/pool.ts'
import { Vault } from '../../../stores/postgres/vault.ts'
import { requireRole } from '../../session/authenticate.ts'
import { pathParameter, readBody, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { audit, makeId } from '../register.ts'
import type { DutyContext } from './routes.ts'

const roles = ['admin'] as const
const OFFICERS = ['admin', 'centre', 'duty', 'inspector'] as const
const secretsInput = z.record(z.string(), z.string().trim().min(1).max(2_000).nullable()).meta({ description: 'By name; null takes one away. What is set is never shown again.' })
/** Of a secret only that it is set, and where it comes from. */
const signSchema = z.object({ name: z.string(), source: z.enum(['stored', 'environment']) })
const channelSchema = z.object({ id: z.string(), kind: z.enum(CHANNEL_KINDS), secrets: z.array(signSchema), missing: z.array(z.string()) })

const stateSchema = z.object({
  id: z.string(), kind: z.enum(CHANNEL_KINDS), zh: z.string(), en: z.string(), enabled: z.boolean(),
  missing: z.array(z.string()).meta({ description: 'Secrets that it can not do without and that are not set' }),
})

type ChannelContext = DutyContext & { readonly vault: Vault }

/** The secrets of channels, which go in and never come out; and a trial of a channel on oneself. */
export function channelRoutes(dutyContext: DutyContext): Router {
  const router = Router()
  const vault = new Vault(secretKey(dutyContext.environment))
  const context: ChannelContext = { ...dutyContext, vault }
  router.get('/duty/channels/states', requireRole(...OFFICERS), async (_request, response) => {
    const items = await Promise.all((await channelsOf(context)).map(async (channel) => {
      const { missing } = await viewOf(context, channel)
      const { id, kind, zh, en, enabled } = channel
      return { id, kind, zh, en, enabled, missing: missing.filter((name) => CHANNEL_SECRETS[kind].needed.includes(name)) }
    }))
    response.json({ items, next: null })
  })
  router.put('/duty/channels/:id/secrets', requireRole(...roles), async (request, response) => {
    const channel = await channelNamed(context, pathParameter(request, 'id'))
    const given = readBody(request, secretsInput)
    const known = secretsOf(channel.kind)
    const strange = Object.keys(given).find((name) => !known.includes(name))
    if (strange !== undefined) throw new Problem('invalid', `${strange}: a channel of kind ${channel.kind} has ${known.join(', ') || 'no secrets'}`)
    const errors = Object.entries(given).flatMap(([name, value]) => {
      const detail = value === null ? null : secretFault(channel.kind, name, value)
      return detail === null ? [] : [{ path: name, type: 'custom', detail }]
    })
    if (errors[0]) throw new Problem('invalid', `${errors[0].path}: ${errors[0].detail}`, { errors })
    const [user, at] = [userOf(response), context.clock()]
    await transaction(context.db, async (client) => {
      for (const [name, value] of Object.entries(given)) await setChannelSecret(client, vault, { channel: channel.id, name, value }, `user:${user.username}`, at)
      await audit(client, { by: user, at, action: 'channel.secrets', subject: `channel:${channel.id}`, detail: { changed: Object.keys(given) } })
    })
    response.json(await viewOf(context, channel))
  })
  router.get('/duty/channels/:id/secrets', requireRole(...roles), async (request, response) => {
    response.json(await viewOf(context, await channelNamed(context, pathParameter(request, 'id'))))
  })
  router.post('/duty/channels/:id/trial', requireRole(...roles), async (request, response) => {
    const channel = await channelNamed(context, pathParameter(request, 'id'))
    const [user, at] = [userOf(response), context.clock()]
    const id = await transaction(context.db, (client) => queueNotification(client, {
      subject: { kind: 'trial', id: makeId('trial') }, step: '1', person: user.username, unitId: null, district: null, severity: 'info',
      title: '明鉴渠道测试', text: `这是一条测试消息，渠道：${channel.zh}`, link: '/admin/notices', channels: [channel.id],
    }, at))
    response.status(201).json({ id })
  })
  return router
}

async function channelsOf({ db, configuration }: DutyContext): Promise<readonly ChannelSettings[]> {
  return (await dutyDocument(db, 'channels', channelsSchema, configuration.channels)).document.channels
}

async function channelNamed(context: ChannelContext, id: string): Promise<ChannelSettings> {
  const channel = (await channelsOf(context)).find((one) => one.id === id)
  if (!channel) throw new Problem('not-found')
  return channel
}

async function viewOf({ db, vault }: ChannelContext, { id, kind }: ChannelSettings): Promise<z.output<typeof channelSchema>> {
  const stored = await channelSecrets(db, vault, id)
  const secrets = secretsOf(kind).flatMap((name): z.output<typeof signSchema>[] => {
    if (stored[name] !== undefined) return [{ name, source: 'stored' }]
    return process.env[secretVariable(id, name)] ? [{ name, source: 'environment' }] : []
  })
  return { id, kind, secrets, missing: secretsOf(kind).filter((name) => !secrets.some((one) => one.name === name)) }
}

const path = '/api/v1/duty/channels/{id}'
describe(
  { method: 'get', path: '/api/v1/duty/channels/states', tag: 'duty', summary: 'The channels with what each still lacks', roles: OFFICERS, answer: z.object({ items: z.array(stateSchema), next: z.null() }) },
  { method: 'get', path: `${path}/secrets`, tag: 'duty', summary: 'Which secrets of a channel are set; never what they are', roles, answer: channelSchema },
  { method: 'put', path: `${path}/secrets`, tag: 'duty', summary: 'Set secrets of a channel', roles, body: secretsInput, answer: channelSchema },
  { method: 'post', path: `${path}/trial`, tag: 'duty', summary: 'Send oneself a trial message; its way is in the notifications', roles, status: 201, answer: z.object({ id: z.string() }) },
)
