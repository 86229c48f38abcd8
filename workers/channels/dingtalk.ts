import { createHmac } from 'node:crypto'
import { plainText, type Send } from './channel.ts'
import { exchange } from './request.ts'
import { outcomeOfRobot } from './robot.ts'

const TEXT_BYTES = 4_096
/** More than 20 messages a minute: the robot is silent for some minutes. */
const BUSY = [130101, 660026, -1]

/** The robot's address with the time in milliseconds and the signature over time and key, where the robot has one. */
export function signedAddress(url: string, key: string | undefined, now: number): string {
  if (key === undefined || !URL.canParse(url)) return url
  const address = new URL(url)
  address.searchParams.set('timestamp', String(now))
  address.searchParams.set('sign', createHmac('sha256', key).update(`${now}\n${key}`).digest('base64'))
  return address.href
}

/** A custom robot of a DingTalk (钉钉) group; it names the person by the phone number in the register. */
export const sendDingtalk: Send = (message, { settings, secrets, now }) => {
  const { phone } = message.person
  const body = {
    msgtype: 'text',
    // The number in the text is where the name is shown.
    text: { content: plainText(message, TEXT_BYTES) + (phone === null ? '' : `\n@${phone}`) },
    at: { atMobiles: phone === null ? [] : [phone], isAtAll: false },
  }
  return exchange({ url: signedAddress(secrets.url ?? '', secrets.key, now()), headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) }, settings,
    (answered) => outcomeOfRobot(answered, (answer) => answer.errcode, BUSY))
}
