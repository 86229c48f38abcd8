import { createHmac } from 'node:crypto'
import type { Message, Send } from './channel.ts'
import { exchange } from './request.ts'

/** The body as receivers of other makes find it; unknown fields are to be ignored. */
function bodyOf(message: Message): string {
  const { key, possibleRepeat, subject, step, severity, title, text, link, others, at, person } = message
  return JSON.stringify({ id: key, possibleRepeat, subject, step, severity, title, text, link, at, gathered: others.map(({ id, subject: of }) => ({ id, subject: of })), person: { username: person.username, name: person.name } })
}

/** The signature of a body at a time: HMAC-SHA256 over `timestamp.body`, in hexadecimal digits. */
export function signatureOf(key: string, timestamp: string, body: string): string {
  return createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')
}

/** A signed JSON POST. Receivers check the signature, refuse old timestamps, and know a repeat by its Idempotency-Key. */
export const sendWebhook: Send = (message, { settings, secrets, now }) => {
  const body = bodyOf(message)
  const timestamp = String(Math.floor(now() / 1_000))
  return exchange({
    url: secrets.url ?? '',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'mingjian',
      'idempotency-key': message.key,
      'x-mingjian-timestamp': timestamp,
      'x-mingjian-signature': `sha256=${signatureOf(secrets.key ?? '', timestamp, body)}`,
      ...(message.possibleRepeat ? { 'x-mingjian-possible-repeat': 'true' } : {}),
    },
    body,
  }, settings)
}
