import { appendAudit } from '../../stores/postgres/audit.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import type { Context } from '../context.ts'
import { bearerOf, userOfToken } from '../session/identify.ts'
import type { Recognise } from './http.ts'

/** One audit entry covers an administrator's posts of this long: an import is many requests. */
const AUDIT_SPAN_MS = 60_000

/** Lets an administrator's personal token post for any device, and keeps that it did. Other people may not post readings. */
export function recogniseAdministrator(context: Pick<Context, 'db' | 'clock'>): Recognise {
  const audited = new Map<string, number>()
  return async (request) => {
    const token = bearerOf(request.headers.authorization)
    const user = token ? await userOfToken(context.db, token) : null
    if (!user) return null
    if (user.role !== 'admin') return { forbidden: 'only devices and administrators may post readings and detections' }
    const now = context.clock()
    if (now - (audited.get(user.username) ?? -Infinity) > AUDIT_SPAN_MS) {
      audited.set(user.username, now)
      await transaction(context.db, (client) => appendAudit(client, { at: now, actor: `user:${user.username}`, action: 'feed.post', subject: request.path, detail: { by: 'administrator token' } }))
    }
    return { administrator: user.username }
  }
}
