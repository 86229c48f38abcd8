import { Router } from 'express'
import { z } from 'zod'
import { ROLES, type User } from '../../domain/user.ts'
import { transaction, type Client } from '../../stores/postgres/pool.ts'
import { knownUnits } from '../../stores/postgres/units.ts'
import { countAdministrators, deleteUser, findUser, insertUser, listUsers, setPassword, updateUser } from '../../stores/postgres/users.ts'
import type { Context } from '../context.ts'
import { requireRole } from '../session/authenticate.ts'
import { hashPassword, passwordFault } from '../session/password.ts'
import { pageAnswer, pageQuery, pageRequest, pathParameter, readBody, readQuery, userOf } from './input.ts'
import { describe, pageOf } from './openapi.ts'
import { Problem } from './problem.ts'
import { answerCreated, audit, changes, makeId } from './register.ts'
import { jurisdictionSchema, userSchema } from './shapes.ts'
import { isDistrict } from './unitInput.ts'

const filters = z.strictObject({ ...pageQuery, role: z.enum(ROLES).optional(), q: z.string().trim().max(100).optional() })
const fields = {
  name: z.string().trim().min(1).max(100),
  role: z.enum(ROLES),
  jurisdiction: jurisdictionSchema,
  password: z.string(),
}
const mayIssue = z.boolean().optional().meta({ description: 'Officers may issue orders unless this is false; an enterprise never may' })
const userInput = z.strictObject({
  username: z.string().regex(/^[a-z][a-z0-9_.-]{1,63}$/, 'a user name is 2 to 64 small letters, digits, dots, dashes or underscores, first a letter'),
  ...fields,
  mayIssue,
}).meta({ id: 'UserInput' })
const userPatch = z.strictObject({ ...fields, mayIssue }).partial().meta({ id: 'UserPatch' })

/** Who may sign in. All of it is the administrators' alone. */
export function userRoutes(context: Context): Router {
  const router = Router()
  router.use('/users', requireRole('admin'))

  router.get('/users', async (request, response) => {
    const query = readQuery(request, filters)
    response.json(pageAnswer(await listUsers(context.db, query, pageRequest(query))))
  })
  router.get('/users/:id', async (request, response) => {
    const user = await findUser(context.db, pathParameter(request, 'id'))
    if (!user) throw new Problem('not-found')
    response.json(user)
  })
  router.post('/users', async (request, response) => {
    const user = await createUser(context, userOf(response), readBody(request, userInput))
    answerCreated(request, response, user.id, user)
  })
  router.patch('/users/:id', async (request, response) => {
    const patch = readBody(request, userPatch)
    response.json(await changeUser(context, userOf(response), pathParameter(request, 'id'), patch))
  })
  router.delete('/users/:id', async (request, response) => {
    await removeUser(context, userOf(response), pathParameter(request, 'id'))
    response.status(204).end()
  })
  return router
}

async function createUser(context: Context, by: User, { password, ...input }: z.output<typeof userInput>): Promise<User> {
  const at = context.clock()
  const mayIssue = input.role !== 'enterprise' && input.mayIssue !== false
  const user: User = { id: makeId('p'), ...input, mayIssue, createdAt: new Date(at).toISOString() }
  const passwordHash = await newPassword(password, user.username)
  await transaction(context.db, async (client) => {
    await checkJurisdiction(context, client, user)
    if (!(await insertUser(client, user, passwordHash))) throw new Problem('duplicate', `There is a user ${user.username} already`)
    await audit(client, { by, at, action: 'user.create', subject: `user:${user.username}`, detail: input })
  })
  return user
}

async function changeUser(context: Context, by: User, id: string, { password, ...patch }: z.output<typeof userPatch>): Promise<User> {
  const at = context.clock()
  return transaction(context.db, async (client) => {
    const administrators = await countAdministrators(client)
    const before = await findUser(client, id, true)
    if (!before) throw new Problem('not-found')
    const merged = { ...before, ...patch }
    const after = { ...merged, mayIssue: merged.role !== 'enterprise' && (patch.mayIssue ?? (before.role === 'enterprise' || before.mayIssue)) }
    if (before.role === 'admin' && after.role !== 'admin' && administrators === 1) throw lastAdministrator()
    await checkJurisdiction(context, client, after)
    await updateUser(client, after)
    if (password !== undefined) await setPassword(client, id, await newPassword(password, before.username))
    const detail = { ...changes(before, after), ...(password === undefined ? {} : { password: 'changed' }) }
    await audit(client, { by, at, action: 'user.change', subject: `user:${before.username}`, detail })
    return after
  })
}

async function removeUser(context: Context, by: User, id: string): Promise<void> {
  await transaction(context.db, async (client) => {
    const administrators = await countAdministrators(client)
    const user = await findUser(client, id, true)
    if (!user) throw new Problem('not-found')
    if (user.role === 'admin' && administrators === 1) throw lastAdministrator()
    await deleteUser(client, id)
    await audit(client, { by, at: context.clock(), action: 'user.delete', subject: `user:${user.username}` })
  })
}

function lastAdministrator(): Problem {
  return new Problem('conflict', 'The last administrator stays one')
}

async function newPassword(password: string, username: string): Promise<string> {
  const fault = passwordFault(password, username)
  if (fault) throw wrong('password', fault)
  return hashPassword(password)
}

/** What each role may be given to see. */
const SCOPES = {
  admin: ['city'], centre: ['city', 'districts'], duty: ['city', 'districts'], inspector: ['city', 'districts'], enterprise: ['unit'],
} as const satisfies Record<User['role'], readonly User['jurisdiction']['scope'][]>

async function checkJurisdiction(context: Context, client: Client, { role, jurisdiction }: User): Promise<void> {
  const scopes: readonly string[] = SCOPES[role]
  if (!scopes.includes(jurisdiction.scope)) throw wrong('jurisdiction', `the jurisdiction of ${role} is ${scopes.join(' or ')}`)
  if (jurisdiction.scope === 'districts') {
    const unknown = jurisdiction.districts.find((code) => !isDistrict(context.configuration.region, code))
    if (unknown !== undefined) throw new Problem('unknown-district', `There is no district ${unknown} in this city`)
  }
  if (jurisdiction.scope === 'unit' && (await knownUnits(client, [jurisdiction.unit], { scope: 'city' })).size === 0) {
    throw new Problem('unknown-unit', `There is no unit ${jurisdiction.unit}`)
  }
}

function wrong(path: string, detail: string): Problem {
  return new Problem('invalid', `${path}: ${detail}`, { errors: [{ path, type: 'invalid', detail }] })
}

const path = '/api/v1/users'
const roles = ['admin'] as const
describe(
  { method: 'get', path, tag: 'users', summary: 'Users, newest first', roles, query: filters, answer: pageOf(userSchema) },
  { method: 'post', path, tag: 'users', summary: 'Make a user', roles, body: userInput, status: 201, answer: userSchema },
  { method: 'get', path: `${path}/{id}`, tag: 'users', summary: 'One user', roles, answer: userSchema },
  { method: 'patch', path: `${path}/{id}`, tag: 'users', summary: 'Change a user; a new password ends its sessions', roles, body: userPatch, answer: userSchema },
  { method: 'delete', path: `${path}/{id}`, tag: 'users', summary: 'Delete a user with its tokens', roles, status: 204 },
)
