import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DemoUser } from '../../config/demoUserFile.ts'
import type { User } from '../../domain/user.ts'
import { appendAudit } from '../../stores/postgres/audit.ts'
import { transaction, type Client } from '../../stores/postgres/pool.ts'
import { hasToken, replaceToken } from '../../stores/postgres/tokens.ts'
import { findCredentials, insertUser, setPassword } from '../../stores/postgres/users.ts'
import type { Context } from '../context.ts'
import { hashToken } from '../register/deviceRegister.ts'
import { hashPassword, makePassword, makeToken, verifyPassword } from './password.ts'

/** Shown to everybody by the login page while DEMO is on; worth nothing once it is off. */
export const DEMO_PASSWORD = 'mingjian-demo'
const ADMIN = 'admin'
const ADMIN_TOKEN_NAME = 'ADMIN_TOKEN'
const ADMIN_LABEL = 'Administrator'
const TOKEN_LABEL = 'Administrator bearer token'
/** Any fixed number: servers that start together take turns. */
const LOCK = 724_504
const FILE = 'first-login.txt'

type Parts = Pick<Context, 'db' | 'configuration' | 'clock'> & {
  readonly environment: Pick<Context['environment'], 'demo' | 'adminPassword' | 'adminToken' | 'dataDir'>
  /** Where what was made is shown, once. */
  readonly print: (text: string) => void
}

/**
 * Sees to it that somebody can sign in: makes the administrator and, for the demonstration, its users. Where
 * ADMIN_PASSWORD or ADMIN_TOKEN is set, the administrator's follows it at every start. What was made up here is
 * printed and written to `first-login.txt` in the data folder, readable by its owner only.
 */
export async function ensureFirstLogins(parts: Parts): Promise<void> {
  const told = await transaction(parts.db, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
    const lines: Lines = new Map([...(await ensureAdministrator(client, parts)), ...(await ensureDemoUsers(client, parts))])
    // Before the commit: a password nobody can read must not come to count.
    if (lines.size > 0) await keep(parts.environment.dataDir, lines)
    return [...lines].flatMap(([label, secret]) => (secret === null ? [] : [`${label}: ${secret}`]))
  })
  if (told.length > 0) parts.print(`${told.join('\n')}\n`)
}

/** What to tell, by label; null takes back what was told before. */
type Lines = Map<string, string | null>

/** Brings the file up to date; what others told there stays. */
async function keep(folder: string, lines: Lines): Promise<void> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, FILE)
  const before = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(Boolean)
  const stays = before.filter((line) => ![...lines.keys()].some((label) => line.startsWith(`${label}: `)))
  const added = [...lines].flatMap(([label, secret]) => (secret === null ? [] : [`${label}: ${secret}`]))
  await writeFile(file, [...stays, ...added, ''].join('\n'), { mode: 0o600 })
}

async function ensureAdministrator(client: Client, parts: Parts): Promise<Lines> {
  const { adminPassword, adminToken } = parts.environment
  const at = parts.clock()
  const lines: Lines = new Map()
  const known = await findCredentials(client, 'username', ADMIN)
  if (!known) {
    const password = adminPassword ?? makePassword()
    const user: User = { id: ADMIN, username: ADMIN, name: '管理员', role: 'admin', jurisdiction: { scope: 'city' }, mayIssue: true, createdAt: new Date(at).toISOString() }
    await insertUser(client, user, await hashPassword(password))
    await note(client, at, 'user.create', ADMIN)
    lines.set(ADMIN_LABEL, adminPassword === undefined ? `${ADMIN} / ${password}` : null)
  } else if (adminPassword !== undefined && !(await verifyPassword(known.passwordHash, adminPassword))) {
    await setPassword(client, known.user.id, await hashPassword(adminPassword))
    await note(client, at, 'user.password', ADMIN)
    lines.set(ADMIN_LABEL, null)
  }
  return new Map([...lines, ...(await ensureAdministratorToken(client, known?.user.id ?? ADMIN, adminToken, at))])
}

async function ensureAdministratorToken(client: Client, userId: string, wanted: string | undefined, at: number): Promise<Lines> {
  const there = await hasToken(client, userId, ADMIN_TOKEN_NAME, wanted === undefined ? null : hashToken(wanted))
  if (there) return new Map()
  const token = wanted ?? makeToken('mjp')
  await replaceToken(client, { hash: hashToken(token), userId, name: ADMIN_TOKEN_NAME, at })
  await note(client, at, 'token.replace', ADMIN)
  return new Map([[TOKEN_LABEL, wanted === undefined ? token : null]])
}

/** With DEMO on its users are there; with DEMO off those that still have the known password are locked out. */
async function ensureDemoUsers(client: Client, parts: Parts): Promise<Lines> {
  const lines: Lines = new Map()
  for (const demo of parts.configuration.demoUsers) {
    const label = `Demo (${demo.role})`
    const became = await ensureDemoUser(client, parts, demo)
    if (became !== 'same') lines.set(label, became === 'open' ? `${demo.username} / ${DEMO_PASSWORD}` : null)
  }
  return lines
}

/** A user of that name whom somebody made by hand is left alone. */
async function ensureDemoUser(client: Client, parts: Parts, { username, name, role, jurisdiction }: DemoUser): Promise<'open' | 'locked' | 'same'> {
  const at = parts.clock()
  const id = `demo-${username}`
  const known = await findCredentials(client, 'username', username)
  if (!known && parts.environment.demo) {
    const user: User = { id, username, name, role, jurisdiction, mayIssue: role !== 'enterprise', createdAt: new Date(at).toISOString() }
    if (!(await insertUser(client, user, await hashPassword(DEMO_PASSWORD)))) return 'same'
    await note(client, at, 'user.create', username)
    return 'open'
  }
  if (known?.user.id !== id) return 'same'
  const open = await verifyPassword(known.passwordHash, DEMO_PASSWORD)
  if (open === parts.environment.demo) return 'same'
  await setPassword(client, id, await hashPassword(parts.environment.demo ? DEMO_PASSWORD : randomBytes(32).toString('hex')))
  await note(client, at, 'user.password', username)
  return open ? 'locked' : 'open'
}

function note(client: Client, at: number, action: string, username: string): Promise<void> {
  return appendAudit(client, { at, actor: 'system', action, subject: `user:${username}`, detail: { by: 'start' } })
}
