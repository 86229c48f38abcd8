import type { ChannelSettings } from '../../domain/notification/channel.ts'
import type { Gathered } from '../../domain/notification/grouping.ts'
import type { DeliveryResult, Subject } from '../../domain/notification/notification.ts'
import type { Severity } from '../../domain/severity.ts'

/** What goes to one person by one channel. */
export interface Message {
  /** The idempotency key: the same in every attempt. */
  readonly key: string
  /** An earlier attempt may have arrived: the message says so. */
  readonly possibleRepeat: boolean
  readonly subject: Subject
  readonly step: string
  readonly severity: Severity
  readonly title: string
  readonly text: string
  /** Where to act; a whole address where the platform knows its own, else a path. */
  readonly link: string
  /** Others whom the message speaks for: title and text count them. */
  readonly others: readonly Gathered[]
  /** When the notification was made, ISO 8601. */
  readonly at: string
  readonly person: { readonly username: string; readonly name: string; readonly phone: string | null; readonly email: string | null }
}

/** How it went. `answer` is for the log and holds nothing secret. */
export interface Outcome {
  readonly result: DeliveryResult
  readonly answer: string
  /** The other side asked to wait for so long. */
  readonly retryAfterMs?: number
}

/** What a channel works with. */
export interface ChannelTools {
  readonly settings: ChannelSettings
  readonly secrets: Readonly<Record<string, string>>
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** A way out. It throws nothing that it can foresee: whatever happens is an outcome. */
export type Send = (message: Message, tools: ChannelTools) => Promise<Outcome>

/** What stands before a text that may be a repeat. */
const REPEAT_MARK = '[可能重复] '

export function markedTitle({ title, possibleRepeat }: Message): string {
  return possibleRepeat ? `${REPEAT_MARK}${title}` : title
}

/** Where to act, for those who read it outside the platform: a path alone leads nowhere there. */
export function linkText({ link }: Pick<Message, 'link'>): string {
  return link.startsWith('/') ? '请登录明鉴查看（管理员设置 PUBLIC_URL 后，这里会有链接）' : link
}

/** The message as plain text, at most so many bytes of UTF-8; it never ends within a character. */
export function plainText(message: Message, maxBytes: number): string {
  const tail = `\n${linkText(message)}\n编号 ${message.key}`
  return clip(`${markedTitle(message)}\n${message.text}`, maxBytes - Buffer.byteLength(tail)) + tail
}

export function clip(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text
  const bytes = Buffer.from(text).subarray(0, Math.max(0, maxBytes - 3))
  return `${new TextDecoder().decode(bytes, { stream: true })}…`
}
