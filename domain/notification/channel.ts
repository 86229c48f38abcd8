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

/** How to fill in the HTTP request of an SMS gateway: `{phone}`, `{text}`, `{key}` and `{id}` stand for what is sent. */
export interface SmsTemplate {
  readonly method: 'GET' | 'POST'
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded'
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** What the answer of a gateway holds that took the message; a good status is enough where it is empty. */
  readonly accepted: string
}

/** A channel as the operator writes it. */
export interface ChannelSettings {
  readonly id: string
  readonly kind: ChannelKind
  readonly zh: string
  readonly en: string
  readonly enabled: boolean
  /** Attempts a minute, over all servers: what the other side bears. */
  readonly perMinute: number
  readonly timeoutMs: number
  /** `public` refuses addresses of private networks and of this machine, to which nothing outside should lead us. */
  readonly network: 'public' | 'private'
  /** Of e-mail: the sender. */
  readonly from: string
  readonly sms: SmsTemplate | null
}

/** The names of the secrets of a channel. */
export function secretsOf(kind: ChannelKind): readonly string[] {
  return [...CHANNEL_SECRETS[kind].needed, ...CHANNEL_SECRETS[kind].optional]
}

/** The environment variable that holds a secret, such as CHANNEL_DINGTALK_URL. */
export function secretVariable(channel: string, name: string): string {
  return `CHANNEL_${channel.toUpperCase().replaceAll('-', '_')}_${name.toUpperCase()}`
}
