import { CHANNEL_SECRETS, secretVariable, type ChannelSettings } from '../../domain/notification/channel.ts'
import type { Queryable } from './pool.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** The ids of the channels that can send at all: switched on, and with all they must know. Push asks each person's browser besides. */
export async function readyChannels(db: Queryable, channels: readonly ChannelSettings[], environment: Variables): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ channel: string; name: string }>('SELECT channel, name FROM channel_secret')
  const stored = new Set(rows.map(({ channel, name }) => `${channel}\n${name}`))
  const isKnown = (id: string, name: string): boolean => stored.has(`${id}\n${name}`) || Boolean(environment[secretVariable(id, name)])
  return new Set(channels.filter(({ id, kind, enabled }) => enabled && CHANNEL_SECRETS[kind].needed.every((name) => isKnown(id, name))).map(({ id }) => id))
}
