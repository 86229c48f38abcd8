import { createHmac } from 'node:crypto'
import { plainText, type Send } from './channel.ts'
import { exchange } from './request.ts'
import { outcomeOfRobot } from './robot.ts'

/** The whole request may hold 20 KB. */
const TEXT_BYTES = 8_192
/** More than 5 messages a second or 100 a minute. */
const BUSY = [9499, 11232]

/** Time in seconds, and the signature: the text of time and key is the key of an HMAC over nothing. */
export function signed(key: string | undefined, now: number): { timestamp?: string; sign?: string } {
  if (key === undefined) return {}
  const timestamp = String(Math.floor(now / 1_000))
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${key}`).update('').digest('base64') }
}

/** A custom robot of a Feishu (飞书) group. It knows people by ids of its own only, so the name stands in the text. */
export const sendFeishu: Send = (message, { settings, secrets, now }) => {
  const text = `${message.person.name}：${plainText(message, TEXT_BYTES)}`
  return exchange({ url: secrets.url ?? '', headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify({ ...signed(secrets.key, now()), msg_type: 'text', content: { text } }) }, settings,
    (answered) => outcomeOfRobot(answered, (answer) => answer.code ?? answer.StatusCode, BUSY))
}
