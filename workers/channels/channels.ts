import webpush from 'web-push'
import { CHANNEL_SECRETS, secretsOf, secretVariable, type ChannelSettings } from '../../domain/notification/channel.ts'
import { channelSecrets } from '../../stores/postgres/channelSecrets.ts'
import type { Pool } from '../../stores/postgres/pool.ts'
import { dropSubscription, pushKeys, subscriptionsOf, type PushKeys } from '../../stores/postgres/push.ts'
import type { Message, Outcome, Send } from './channel.ts'
import { sendDingtalk } from './dingtalk.ts'
import { sendEmail } from './email.ts'
import { sendFeishu } from './feishu.ts'
import { sendPush } from './push.ts'
import { sendSms } from './sms.ts'
import { sendWebhook } from './webhook.ts'
import { sendWecom } from './wecom.ts'

const SENDERS: Record<Exclude<ChannelSettings['kind'], 'push'>, Send> = {
  webhook: sendWebhook, email: sendEmail, wecom: sendWecom, dingtalk: sendDingtalk, feishu: sendFeishu, sms: sendSms,
}

export interface ChannelParts {
  readonly db: Pool
  readonly settings: readonly ChannelSettings[]
  /** Where secrets stand that nobody set through the API. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Whom push services may write to about us: a mailto: or https: address. */
  readonly pushSubject: string
  readonly clock: () => number
}

/** All ways out, by their ids. */
export class Channels {
  readonly #parts: ChannelParts
  readonly #byId: ReadonlyMap<string, ChannelSettings>
  #keys: PushKeys | null = null

  constructor(parts: ChannelParts) {
    this.#parts = parts
    this.#byId = new Map(parts.settings.map((one) => [one.id, one]))
  }

  /** How many attempts a minute the channel bears; one that does not exist refuses as often as it is asked. */
  perMinute(id: string): number {
    return this.#byId.get(id)?.perMinute ?? 10_000
  }

  async send(id: string, message: Message): Promise<Outcome> {
    const settings = this.#byId.get(id)
    if (!settings) return { result: 'refused', answer: `there is no channel ${id}` }
    if (!settings.enabled) return { result: 'refused', answer: 'the channel is switched off' }
    if (settings.kind === 'push') return this.#push(settings, message)
    const secrets = await this.#secrets(settings)
    const missing = CHANNEL_SECRETS[settings.kind].needed.find((name) => !secrets[name])
    if (missing !== undefined) return { result: 'refused', answer: `not set up: ${missing} is missing` }
    return withoutSecrets(await SENDERS[settings.kind](message, { settings, secrets, now: this.#parts.clock }), secrets)
  }

  async #push(settings: ChannelSettings, message: Message): Promise<Outcome> {
    const { db } = this.#parts
    this.#keys ??= await pushKeys(db, () => ({ ...webpush.generateVAPIDKeys(), subject: this.#parts.pushSubject }))
    return sendPush(message, { settings, keys: this.#keys, subscriptions: await subscriptionsOf(db, message.person.username), forget: (endpoint) => dropSubscription(db, endpoint) })
  }

  async #secrets({ id, kind }: ChannelSettings): Promise<Record<string, string>> {
    const stored = await channelSecrets(this.#parts.db, id)
    return Object.fromEntries(secretsOf(kind).flatMap((name) => {
      const value = stored[name] ?? this.#parts.environment[secretVariable(id, name)]
      return value === undefined || value === '' ? [] : [[name, value]]
    }))
  }
}

/** A gateway that repeats what it was sent must not bring a secret into the log. */
function withoutSecrets(outcome: Outcome, secrets: Readonly<Record<string, string>>): Outcome {
  const answer = Object.values(secrets).reduce((text, secret) => text.replaceAll(secret, '…'), outcome.answer)
  return { ...outcome, answer }
}
