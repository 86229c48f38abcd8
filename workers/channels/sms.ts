import { clip, markedTitle, type Send } from './channel.ts'
import { exchange, outcomeOfStatus } from './request.ts'

/** Some 300 characters: longer texts cost several messages each. */
const TEXT_BYTES = 900

/** How a value is written so that it can't break out of its place. */
const WRITTEN = {
  'application/json': (value: string) => JSON.stringify(value).slice(1, -1),
  'application/x-www-form-urlencoded': encodeURIComponent,
} as const

/** Puts the values into the template's places; a place nobody knows stays as it is. */
export function filled(template: string, values: Readonly<Record<string, string>>, write: (value: string) => string): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => (values[name] === undefined ? place : write(values[name])))
}

/** An SMS gateway, spoken to by the operator's HTTP template. */
export const sendSms: Send = async (message, { settings, secrets }) => {
  const { sms } = settings
  const { phone } = message.person
  if (!sms) return { result: 'refused', answer: 'the channel has no template' }
  if (phone === null) return { result: 'refused', answer: 'no phone number is known' }
  const values = { phone, text: clip(`${markedTitle(message)} ${message.text}`, TEXT_BYTES), key: secrets.key ?? '', id: message.key }
  const headers = Object.fromEntries(Object.entries(sms.headers).map(([name, value]) => [name, filled(value, values, (text) => text.replace(/[\r\n]/g, ' '))]))
  return exchange({
    url: filled(secrets.url ?? '', values, encodeURIComponent),
    method: sms.method,
    headers: { 'content-type': `${sms.contentType}; charset=utf-8`, 'idempotency-key': message.key, ...(message.possibleRepeat ? { 'x-mingjian-possible-repeat': 'true' } : {}), ...headers },
    body: filled(sms.body, values, WRITTEN[sms.contentType]),
  }, settings, (answered) => {
    const outcome = outcomeOfStatus(answered)
    return outcome.result === 'accepted' && sms.accepted !== '' && !answered.body.includes(sms.accepted) ? { result: 'refused', answer: outcome.answer } : outcome
  })
}
