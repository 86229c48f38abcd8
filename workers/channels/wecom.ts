import { plainText, type Send } from './channel.ts'
import { exchange } from './request.ts'
import { outcomeOfRobot } from './robot.ts'

/** A text of a group robot holds 2,048 bytes. */
const TEXT_BYTES = 2_048
/** More than the robot's 20 messages a minute; the service itself is busy. */
const BUSY = [45009, 45033, -1]

/** A group robot of WeCom (企业微信); it names the person by the phone number in the register. */
export const sendWecom: Send = (message, { settings, secrets }) => {
  const { phone } = message.person
  const text = { content: plainText(message, TEXT_BYTES), ...(phone === null ? {} : { mentioned_mobile_list: [phone] }) }
  return exchange({ url: secrets.url ?? '', headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify({ msgtype: 'text', text }) }, settings,
    (answered) => outcomeOfRobot(answered, (body) => body.errcode, BUSY))
}
