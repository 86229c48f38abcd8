import { setTimeout as pause } from 'node:timers/promises'
import { parseDuration } from '../../domain/duration.ts'
import { CHANNEL_SECRETS, channelsSchema, secretsOf, secretVariable, type ChannelList, type ChannelSettings } from '../../domain/notification/channel.ts'
import { readyChannels } from '../../stores/postgres/channelReadiness.ts'
import { channelSecrets } from '../../stores/postgres/channelSecrets.ts'
import { dutyDocument } from '../../stores/postgres/dutyDocuments.ts'
import type { Pool, Queryable } from '../../stores/postgres/pool.ts'
import { dropSubscription, pushKeys, subscriptionsOf, type PushKeys } from '../../stores/postgres/push.ts'
import type { Vault } from '../../stores/postgres/vault.ts'
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

/** What a channel may take beyond its own timeout, to look up names and to part in good order. */
const GRACE_MS = 1_500

export interface ChannelParts {
  readonly db: Pool
  /** Opens the secrets that were set through the API. */
  readonly vault: Vault
  /** What holds until an administrator changes it. */
  readonly shipped: ChannelList
  /** Where secrets stand that nobody set through the API. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Whom push services may write to about us: a mailto: or https: address. */
  readonly pushSubject: string
  readonly clock: () => number
}

/** All ways out, by their ids. */
export class Channels {
  readonly #parts: ChannelParts
  #keys: PushKeys | null = null

  constructor(parts: ChannelParts) {
    this.#parts = parts
  }

  /** How many attempts a minute each channel bears. */
  async limits(): Promise<ReadonlyMap<string, number>> {
    return new Map((await this.#settings()).map((one) => [one.id, one.perMinute]))
  }

  /** Whether any of these channels could reach the person at all: one is set up, which for push means a browser that agreed. */
  async canReach(db: Queryable, ids: readonly string[], username: string): Promise<boolean> {
    const settings = await this.#settings(db)
    const ready = await readyChannels(db, settings, this.#parts.environment)
    const usable = settings.filter(({ id }) => ids.includes(id) && ready.has(id))
    return usable.some(({ kind }) => kind !== 'push') || (usable.length > 0 && (await subscriptionsOf(db, username)).length > 0)
  }

  async send(id: string, message: Message): Promise<Outcome> {
    const settings = (await this.#settings()).find((one) => one.id === id)
    if (!settings) return { result: 'refused', answer: `there is no channel ${id}` }
    if (!settings.enabled) return { result: 'refused', answer: 'the channel is switched off' }
    const late = new AbortController()
    try {
      return await Promise.race([this.#sendBy(settings, message), tooLate(settings, late.signal)])
    } finally {
      late.abort()
    }
  }

  async #sendBy(settings: ChannelSettings, message: Message): Promise<Outcome> {
    if (settings.kind === 'push') return this.#push(settings, message)
    const secrets = await this.#secrets(settings)
    const missing = CHANNEL_SECRETS[settings.kind].needed.find((name) => !secrets[name])
    if (missing !== undefined) return { result: 'refused', answer: `not set up: ${missing} is missing` }
    return withoutSecrets(await SENDERS[settings.kind](message, { settings, secrets, now: this.#parts.clock }), secrets)
  }

  async #settings(db: Queryable = this.#parts.db): Promise<readonly ChannelSettings[]> {
    return (await dutyDocument(db, 'channels', channelsSchema, this.#parts.shipped)).document.channels
  }

  async #push(settings: ChannelSettings, message: Message): Promise<Outcome> {
    const { db } = this.#parts
    const { default: webpush } = await import('web-push')
    this.#keys ??= await this.#pushKeys(() => ({ ...webpush.generateVAPIDKeys(), subject: this.#parts.pushSubject }))
    if (!this.#keys) return { result: 'refused', answer: 'not set up: its key was sealed under another MINGJIAN_SECRET_KEY' }
    return sendPush(message, { settings, keys: this.#keys, subscriptions: await subscriptionsOf(db, message.person.username), forget: (endpoint) => dropSubscription(db, endpoint) })
  }

  async #pushKeys(make: () => PushKeys): Promise<PushKeys | null> {
    const { privateKey, ...known } = await pushKeys(this.#parts.db, this.#parts.vault, make)
    return privateKey === null ? null : { ...known, privateKey }
  }

  async #secrets({ id, kind }: ChannelSettings): Promise<Record<string, string>> {
    const stored = await channelSecrets(this.#parts.db, this.#parts.vault, id)
    return Object.fromEntries(secretsOf(kind).flatMap((name) => {
      const value = stored[name] ?? this.#parts.environment[secretVariable(id, name)]
      return value === undefined || value === '' ? [] : [[name, value]]
    }))
  }
}

/** Whatever a channel waits for, it is over before the attempt counts as lost. */
async function tooLate({ timeout }: ChannelSettings, signal: AbortSignal): Promise<Outcome> {
  await pause((parseDuration(timeout) ?? 0) + GRACE_MS, undefined, { signal }).catch(() => undefined)
  return { result: 'unsure', answer: 'no answer in time' }
}

/** A gateway that repeats what it was sent must not bring a secret into the log. */
function withoutSecrets(outcome: Outcome, secrets: Readonly<Record<string, string>>): Outcome {
  const answer = Object.values(secrets).reduce((text, secret) => text.replaceAll(secret, '…'), outcome.answer)
  return { ...outcome, answer }
}
