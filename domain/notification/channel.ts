import { z } from 'zod'
import { parseDuration } from '../duration.ts'
import { noneTwice } from '../issues.ts'

/** The ways out; each is a module of its own. */
export const CHANNEL_KINDS = ['webhook', 'email', 'wecom', 'dingtalk', 'feishu', 'sms', 'push'] as const
export type ChannelKind = (typeof CHANNEL_KINDS)[number]

/** What a channel of each kind must know that is nobody else's business; those in the second list it may do without. */
export const CHANNEL_SECRETS: Readonly<Record<ChannelKind, { readonly needed: readonly string[]; readonly optional: readonly string[] }>> = {
  webhook: { needed: ['url', 'key'], optional: [] },
  email: { needed: ['url'], optional: [] },
  wecom: { needed: ['url'], optional: [] },
  dingtalk: { needed: ['url'], optional: ['key'] },
  feishu: { needed: ['url'], optional: ['key'] },
  sms: { needed: ['url'], optional: ['key'] },
  push: { needed: [], optional: [] },
}

/** An attempt must be over before it counts as lost. */
const LONGEST_MS = 10_000

/** How to fill in the HTTP request of an SMS gateway: `{phone}`, `{text}`, `{key}` and `{id}` stand for what is sent. */
const sms = z.strictObject({
  method: z.enum(['GET', 'POST']).default('POST'),
  contentType: z.enum(['application/json', 'application/x-www-form-urlencoded']).default('application/json'),
  body: z.string().max(10_000).default(''),
  headers: z.record(z.string().regex(/^[\w-]+$/), z.string().max(2_000)).default({}),
  /** What the answer of a gateway holds that took the message; a good status is enough where it is empty. */
  accepted: z.string().max(200).default(''),
})

const channel = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'an id is small letters, digits and dashes, first a letter'),
  kind: z.enum(CHANNEL_KINDS),
  zh: z.string().trim().min(1).max(100),
  en: z.string().trim().min(1).max(100),
  enabled: z.boolean().default(true),
  /** Attempts a minute, over all servers: what the other side bears. */
  perMinute: z.int().min(1).max(100_000).default(60),
  timeout: z.string().refine((text) => {
    const ms = parseDuration(text)
    return ms !== null && ms > 0 && ms <= LONGEST_MS
  }, 'write 1s to 10s').default('8s'),
  /** `public` refuses addresses of private networks and of this machine, to which nothing outside should lead us. */
  network: z.enum(['public', 'private']).default('public'),
  /** Of e-mail: the sender. */
  from: z.string().max(200).default(''),
  sms: sms.nullable().default(null),
}).refine((one) => one.kind !== 'sms' || one.sms !== null, { path: ['sms'], message: 'an SMS channel needs its template' })
  .refine((one) => one.kind !== 'email' || one.from !== '', { path: ['from'], message: 'an e-mail channel needs a sender' })

/** The channels as an operator writes them. */
export const channelsSchema = z.strictObject({ channels: z.array(channel).max(100) })
  .superRefine(({ channels }, context) => noneTwice(channels, 'channels', context))

export type ChannelList = z.output<typeof channelsSchema>
export type ChannelSettings = ChannelList['channels'][number]

/** The names of the secrets of a channel. */
export function secretsOf(kind: ChannelKind): readonly string[] {
  return [...CHANNEL_SECRETS[kind].needed, ...CHANNEL_SECRETS[kind].optional]
}

/** What is wrong with a secret on the face of it, or null. Nothing of the secret is in the answer. */
export function secretFault(kind: ChannelKind, name: string, value: string): string | null {
  if (name !== 'url') return null
  const begins = kind === 'email' ? ['smtps:', 'smtp:'] : ['https:', 'http:']
  return URL.canParse(value) && begins.includes(new URL(value).protocol) ? null : `not an address: write ${begins.map((each) => `${each}//…`).join(' or ')}`
}

/** The environment variable that holds a secret, such as CHANNEL_DINGTALK_URL. */
export function secretVariable(channel: string, name: string): string {
  return `CHANNEL_${channel.toUpperCase().replaceAll('-', '_')}_${name.toUpperCase()}`
}
