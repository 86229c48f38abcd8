import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { parseDuration } from '../../domain/duration.ts'
import type { ChannelSettings } from '../../domain/notification/channel.ts'
import { linkText, markedTitle, type Message, type Outcome, type Send } from './channel.ts'
import { ForbiddenAddress, isAllowed } from './network.ts'

/** A mail by SMTP. Every attempt carries the same Message-ID, by which a mailbox knows a repeat. */
export const sendEmail: Send = async (message, { settings, secrets }) => {
  const { email, name } = message.person
  if (email === null) return { result: 'refused', answer: 'no e-mail address is known' }
  try {
    const { default: nodemailer } = await import('nodemailer')
    const transport = nodemailer.createTransport(await transportOf(secrets.url ?? '', settings))
    try {
      const { response } = await transport.sendMail({
        from: settings.from,
        to: { name, address: email },
        subject: markedTitle(message),
        text: `${message.text}\n\n${linkText(message)}\n\n编号 ${message.key}${message.possibleRepeat ? '\n这封邮件可能重复：上一次发送没有得到答复。' : ''}`,
        messageId: `<${message.key}@mingjian>`,
        headers: headersOf(message),
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      return { result: 'accepted', answer: response.slice(0, 200) }
    } finally {
      transport.close()
    }
  } catch (error) {
    return outcomeOf(error as SmtpError)
  }
}

function headersOf({ key, possibleRepeat, subject, step }: Message): Record<string, string> {
  return {
    'X-Mingjian-Idempotency-Key': key, 'X-Mingjian-Subject': `${subject.kind}:${subject.id}`, 'X-Mingjian-Step': step,
    ...(possibleRepeat ? { 'X-Mingjian-Possible-Repeat': 'true' } : {}),
  }
}

/** The server is looked up here, so that what is connected to is what was checked. */
async function transportOf(url: string, { network, timeout }: ChannelSettings): Promise<object> {
  const timeoutMs = parseDuration(timeout) ?? 0
  const target = URL.canParse(url) ? new URL(url) : null
  if (!target || !/^smtps?:$/.test(target.protocol)) throw new ForbiddenAddress('the address is none of smtp or smtps')
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) === 0 ? (await lookup(host, { all: true })).map(({ address }) => address) : [host]
  const address = addresses.find((each) => isAllowed(each, network))
  if (address === undefined) throw new ForbiddenAddress(`${host} is no address this channel may speak to`)
  const secure = target.protocol === 'smtps:'
  return {
    host: address,
    port: Number(target.port) || (secure ? 465 : 587),
    secure,
    tls: { servername: isIP(host) === 0 ? host : undefined },
    ...(target.username === '' ? {} : { auth: { user: decodeURIComponent(target.username), pass: decodeURIComponent(target.password) } }),
    connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs,
  }
}

interface SmtpError extends Error {
  readonly code?: string
  readonly responseCode?: number
  readonly command?: string
}

/** A server that said no for ever (5xx) refuses; whatever broke off while the text was under way may have arrived. */
function outcomeOf(error: SmtpError): Outcome {
  const answer = `${error.responseCode ?? error.code ?? ''} ${error.message}`.trim().slice(0, 200)
  if (error instanceof ForbiddenAddress) return { result: 'refused', answer }
  if (error.responseCode !== undefined) return { result: error.responseCode >= 500 && error.code !== 'EAUTH' ? 'refused' : 'failed', answer }
  const before = error.code === 'ECONNECTION' || error.code === 'EDNS' || error.code === 'ENOTFOUND' || error.command === 'CONN'
  return { result: before ? 'failed' : 'unsure', answer }
}
