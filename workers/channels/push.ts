import type { RequestDetails } from 'web-push'
import { clip, markedTitle, type Message, type Outcome } from './channel.ts'
import type { ChannelSettings } from '../../domain/notification/channel.ts'
import type { PushKeys, PushSubscription } from '../../stores/postgres/push.ts'
import { exchange, outcomeOfStatus } from './request.ts'

/** A push message holds 4,096 bytes, encryption included. */
const TEXT_BYTES = 2_000
const DAY_S = 86_400

export interface PushTools {
  readonly settings: ChannelSettings
  readonly keys: PushKeys
  /** The browsers of the person. */
  readonly subscriptions: readonly PushSubscription[]
  /** A browser that wants no more. */
  readonly forget: (endpoint: string) => Promise<void>
}

/**
 * Tells every browser of a person; one that has it is enough. The endpoint is what a browser said, so it is spoken to
 * under the same checks as any other address from outside.
 */
export async function sendPush(message: Message, { settings, keys, subscriptions, forget }: PushTools): Promise<Outcome> {
  if (subscriptions.length === 0) return { result: 'refused', answer: 'no browser of this person takes push messages' }
  const outcomes = await Promise.all(subscriptions.map((subscription) => toBrowser(message, subscription, keys, settings, forget)))
  return outcomes.find(({ result }) => result === 'accepted') ?? outcomes.find(({ result }) => result === 'unsure') ?? outcomes.find(({ result }) => result === 'failed')
    ?? { result: 'refused', answer: outcomes.map(({ answer }) => answer).join('; ') }
}

async function toBrowser(message: Message, { endpoint, p256dh, auth }: PushSubscription, keys: PushKeys, settings: ChannelSettings, forget: PushTools['forget']): Promise<Outcome> {
  const payload = JSON.stringify({
    key: message.key, title: markedTitle(message), text: clip(message.text, TEXT_BYTES), link: message.link, severity: message.severity, possibleRepeat: message.possibleRepeat,
  })
  const { default: webpush } = await import('web-push')
  let details: RequestDetails
  try {
    details = webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      vapidDetails: { subject: keys.subject, publicKey: keys.publicKey, privateKey: keys.privateKey },
      TTL: DAY_S, urgency: 'high', contentEncoding: 'aes128gcm',
      // A browser that was away shows a repeat in the place of the first.
      topic: message.key.replace(/[^\w-]/g, '').slice(0, 32),
    })
  } catch (error) {
    return { result: 'refused', answer: (error as Error).message.slice(0, 200) }
  }
  const headers = Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)]))
  delete headers['Content-Length']
  return exchange({ url: endpoint, headers, body: details.body ?? Buffer.alloc(0) }, settings, (answered) => {
    if (answered.status === 404 || answered.status === 410) void forget(endpoint).catch(() => undefined)
    return outcomeOfStatus(answered)
  })
}
