import { z } from 'zod'
import { parseDuration } from '../domain/duration.ts'
import { CHANNEL_KINDS, type ChannelSettings } from '../domain/notification/channel.ts'

/** An attempt must be over before it counts as lost. */
const LONGEST_MS = 15_000

const timeout = z.string().transform((text, context) => {
  const ms = parseDuration(text)
  if (!ms || ms > LONGEST_MS) context.addIssue({ code: 'custom', message: 'write 1s to 15s' })
  return ms ?? 0
})

const sms = z.strictObject({
  method: z.enum(['GET', 'POST']).default('POST'),
  contentType: z.enum(['application/json', 'application/x-www-form-urlencoded']).default('application/json'),
  body: z.string().default(''),
  headers: z.record(z.string().regex(/^[\w-]+$/), z.string()).default({}),
  accepted: z.string().default(''),
})

const channel = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'an id is small letters, digits and dashes, first a letter'),
  kind: z.enum(CHANNEL_KINDS),
  zh: z.string().min(1),
  en: z.string().min(1),
  enabled: z.boolean().default(true),
  perMinute: z.int().min(1).max(100_000).default(60),
  timeout: timeout.default(10_000),
  network: z.enum(['public', 'private']).default('public'),
  from: z.string().default(''),
  sms: sms.nullable().default(null),
}).refine((one) => one.kind !== 'sms' || one.sms !== null, { path: ['sms'], message: 'an SMS channel needs its template' })
  .refine((one) => one.kind !== 'email' || one.from !== '', { path: ['from'], message: 'an e-mail channel needs a sender' })
  .transform(({ timeout: timeoutMs, ...rest }): ChannelSettings => ({ ...rest, timeoutMs }))

/** Shape of channels.yaml. */
export const channelFile = z.strictObject({ channels: z.array(channel) })
