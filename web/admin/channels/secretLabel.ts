import type { ChannelKind } from '../../../domain/notification/channel.ts'
import type { FaultWords } from '../duty/faultText.ts'

/** What a secret is called: each kind may have a word of its own. */
export function secretLabel(kind: ChannelKind, name: string, { t, te }: FaultWords): string {
  const own = `admin.channels.secret.${kind}.${name}`
  return te(own) ? t(own) : t(`admin.channels.secret.${name}`)
}
