import type { ChannelSettings } from '../../../domain/notification/channel.ts'
import type { Told } from '../duty/listChanges.ts'

type Translate = (key: string) => string

/** A channel in parts that can be compared with those of another version; its secrets are no part of it. */
export function toldChannel(channel: ChannelSettings, t: Translate): Told {
  const { sms } = channel
  const f = (name: string): string => t(`admin.channels.field.${name}`)
  return {
    id: channel.id, name: channel.zh,
    parts: {
      [f('zh')]: channel.zh, [f('en')]: channel.en, [f('enabled')]: t(`admin.channels.${channel.enabled ? 'on' : 'off'}`), [f('perMinute')]: String(channel.perMinute),
      [f('timeout')]: channel.timeout, [f('network')]: t(`admin.channels.network.${channel.network}`), ...(channel.kind === 'email' ? { [f('from')]: channel.from } : {}),
      ...(sms ? { [f('method')]: sms.method, [f('contentType')]: sms.contentType, [f('body')]: sms.body, [f('headers')]: JSON.stringify(sms.headers), [f('accepted')]: sms.accepted } : {}),
    },
  }
}
