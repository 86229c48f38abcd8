import type { ChannelKind, ChannelSettings } from '../../../domain/notification/channel.ts'
import { freshId } from '../duty/freshId.ts'

/** A beginning for gateways that take JSON; whoever sets one up writes what theirs asks for. */
const SMS: NonNullable<ChannelSettings['sms']> = {
  method: 'POST', contentType: 'application/json', body: '{"phone": "{phone}", "content": "{text}", "id": "{id}"}', headers: { authorization: 'Bearer {key}' }, accepted: '',
}

export function newChannel(kind: ChannelKind, others: readonly ChannelSettings[], name: string): ChannelSettings {
  return { id: freshId(kind, others), kind, zh: name, en: name, enabled: true, perMinute: 60, timeout: '8s', network: 'public', from: '', sms: kind === 'sms' ? SMS : null }
}

export const headersText = (headers: Readonly<Record<string, string>>): string => Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join('\n')

/** Of lines that are written `name: value`. */
export function headersOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split('\n').filter((line) => line.trim() !== '').map((line) => {
    const [name = '', ...rest] = line.split(':')
    return [name.trim(), rest.join(':').trim()]
  }))
}
