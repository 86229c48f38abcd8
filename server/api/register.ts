import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import type { User } from '../../domain/user.ts'
import { appendAudit } from '../../stores/postgres/audit.ts'
import type { Queryable } from '../../stores/postgres/pool.ts'

/** Ids we make ourselves: 80 random bits, in letters and digits that can be read aloud. */
export function makeId(prefix: string): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  return `${prefix}-${[...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('')}`
}

/** A write to be remembered. */
export interface Deed {
  readonly by: User
  readonly at: number
  readonly action: string
  readonly subject: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Appends a user's deed to the audit log, in the transaction of the deed itself. */
export function audit(client: Queryable, { by, at, action, subject, detail = {} }: Deed): Promise<void> {
  return appendAudit(client, { at, actor: `user:${by.username}`, action, subject, detail })
}

/** What a change changed, for the audit log: field → [before, after]. */
export function changes(before: object, after: object): Record<string, [unknown, unknown]> {
  const old = before as Record<string, unknown>
  const changed = Object.entries(after).filter(([key, value]) => JSON.stringify(old[key] ?? null) !== JSON.stringify(value ?? null))
  return Object.fromEntries(changed.map(([key, value]) => [key, [old[key] ?? null, value ?? null]]))
}

/** 201 with the object and where it is. */
export function answerCreated(request: Request, response: Response, id: string, object: object): void {
  response.status(201).location(`${request.baseUrl}${request.path.replace(/\/$/, '')}/${encodeURIComponent(id)}`).json(object)
}
