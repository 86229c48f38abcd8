import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import path from 'node:path'
import { Server } from 'socket.io'
import { io, type ManagerOptions, type SocketOptions } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { User } from '../../domain/user.ts'
import { ensureFirstLogins } from '../../server/session/firstLogins.ts'
import { userOfSocket } from '../../server/session/identify.ts'
import { ADMIN_PASSWORD, ADMIN_TOKEN, cookieOf, must, sender, startApi, type ApiServer } from './apiServer.ts'

let api: ApiServer
const ADMIN = { username: 'admin', password: ADMIN_PASSWORD }
const signIn = (login: object, headers: Record<string, string> = {}) => api.nobody('POST', '/api/v1/session', login, headers)
const asSession = async (login: object = ADMIN) => sender(api.url, { cookie: cookieOf(await must(signIn(login), 201)) })

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

describe('signing in', () => {
  it('sets a cookie that scripts and other sites can not use, and that opens the API', async () => {
    const login = await must(signIn(ADMIN), 201)
    expect(login.body).toMatchObject({ username: 'admin', role: 'admin', jurisdiction: { scope: 'city' } })
    expect(login.text).not.toMatch(/password|hash/i)
    const [cookie = ''] = login.headers.getSetCookie()
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Strict/)
    expect(cookie).not.toMatch(/; Secure/)
    expect((await sender(api.url, { cookie: cookieOf(login) })('GET', '/api/v1/session')).body.username).toBe('admin')
  })

  it('marks the cookie Secure behind TLS', async () => {
    const [cookie] = (await must(signIn(ADMIN, { 'x-forwarded-proto': 'https' }), 201)).headers.getSetCookie()
    expect(cookie).toMatch(/; Secure/)
  })

  it('never goes on with a session id from before', async () => {
    const first = await must(signIn(ADMIN), 201)
    const second = await must(signIn(ADMIN, { cookie: cookieOf(first) }), 201)
    expect(cookieOf(second)).not.toBe(cookieOf(first))
    expect((await sender(api.url, { cookie: cookieOf(first) })('GET', '/api/v1/session')).status).toBe(401)
  })

  it.each([
    ['a wrong password', { username: 'admin', password: 'wrong' }, 401],
    ['an unknown user', { username: 'nobody', password: 'wrong' }, 401],
    ['no password', { username: 'admin' }, 422],
    ['an object as password', { username: 'admin', password: { $ne: '' } }, 422],
  ])('refuses %s', async (_name, login, status) => {
    const answer = await signIn(login)
    expect(answer.status).toBe(status)
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  it('takes no more attempts at one name after 30 failures, and leaves other names alone', async () => {
    const guess = { username: 'guessed', password: 'guess' }
    const statuses = []
    for (let i = 0; i < 31; i++) statuses.push((await signIn(guess)).status)
    expect(statuses).toEqual([...Array<number>(30).fill(401), 429])
    expect((await signIn(ADMIN)).status).toBe(201)
  })
})

describe('a session', () => {
  it('ends when its user signs out', async () => {
    const send = await asSession()
    await must(send('DELETE', '/api/v1/session'), 204)
    expect((await send('GET', '/api/v1/session')).status).toBe(401)
  })

  it('ends with a new password and with its user', async () => {
    const made = await must(api.admin('POST', '/api/v1/users', { username: 'short-lived', name: '短', role: 'duty', jurisdiction: { scope: 'city' }, password: 'first password 1' }), 201)
    const send = await asSession({ username: 'short-lived', password: 'first password 1' })
    await must(api.admin('PATCH', `/api/v1/users/${String(made.body.id)}`, { password: 'second password 2' }), 200)
    expect((await send('GET', '/api/v1/session')).status).toBe(401)
    const again = await asSession({ username: 'short-lived', password: 'second password 2' })
    await must(api.admin('DELETE', `/api/v1/users/${String(made.body.id)}`), 204)
    expect((await again('GET', '/api/v1/session')).status).toBe(401)
  })

  it('has its role and jurisdiction from the user of now, not of the login', async () => {
    const made = await must(api.admin('POST', '/api/v1/users', { username: 'demoted', name: '降', role: 'centre', jurisdiction: { scope: 'city' }, password: 'correct horse battery' }), 201)
    const send = await asSession({ username: 'demoted', password: 'correct horse battery' })
    await must(api.admin('PATCH', `/api/v1/users/${String(made.body.id)}`, { role: 'duty' }), 200)
    expect((await send('POST', '/api/v1/units', {})).status).toBe(403)
  })

  const origin = () => new URL(api.url).origin
  it.each([
    ['from a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from a sister site', { 'sec-fetch-site': 'same-site' }, 403],
    ['from our own page', { 'sec-fetch-site': 'same-origin' }, 422],
    ['from an old browser on another site', { origin: 'https://evil.example' }, 403],
    ['from a sandboxed frame', { origin: 'null' }, 403],
    ['from an old browser on our own page', { origin: 'self' }, 422],
    ['from a program', {}, 422],
  ])('takes a write under its cookie %s only if it is ours', async (_name, headers: Record<string, string>, status) => {
    const { cookie = '' } = { cookie: cookieOf(await must(signIn(ADMIN), 201)) }
    const own = headers.origin === 'self' ? { origin: origin() } : headers
    // Not fetch, which keeps these headers to itself.
    const message = httpRequest(`${api.url}/api/v1/units`, { method: 'POST', headers: { cookie, 'content-type': 'application/json', ...own } })
    message.end('{}')
    const [response] = (await once(message, 'response')) as [IncomingMessage]
    response.resume()
    expect(response.statusCode).toBe(status)
  })
})

describe('a personal token', () => {
  it('is shown once, opens the API, and no longer does when revoked', async () => {
    const send = await asSession()
    const made = await must(send('POST', '/api/v1/session/tokens', { name: 'export' }), 201)
    const program = sender(api.url, { authorization: `Bearer ${String(made.body.token)}` })
    expect((await program('GET', '/api/v1/session')).body.username).toBe('admin')
    const listed = (await send('GET', '/api/v1/session/tokens')).body.items.find((token) => token.id === made.body.id)
    expect(listed).toEqual({ id: made.body.id, name: 'export', createdAt: made.body.createdAt })
    await must(send('DELETE', `/api/v1/session/tokens/${String(made.body.id)}`), 204)
    expect((await program('GET', '/api/v1/session')).status).toBe(401)
    expect((await send('DELETE', `/api/v1/session/tokens/${String(made.body.id)}`)).status).toBe(404)
  })

  it.each(['Bearer wrong', 'Bearer', 'Basic YWRtaW46YWRtaW4=', `Bearer ${ADMIN_PASSWORD}`])('"%s" opens nothing', async (authorization) => {
    const answer = await sender(api.url, { authorization })('GET', '/api/v1/units')
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })
})

describe('passwords', () => {
  it.each([['short', 'short1'], ['of one letter', 'aaaaaaaaaaaaaa'], ['with the user name', 'my-picky-password'], ['too long', 'long!'.repeat(100)]])('%s are refused', async (_name, password) => {
    const answer = await api.admin('POST', '/api/v1/users', { username: 'picky', name: '挑', role: 'duty', jurisdiction: { scope: 'city' }, password })
    expect([answer.status, answer.body.type]).toEqual([422, '/problems/invalid'])
  })

  it('leave at least one administrator', async () => {
    expect((await api.admin('DELETE', '/api/v1/users/admin')).status).toBe(409)
    expect((await api.admin('PATCH', '/api/v1/users/admin', { role: 'duty' })).status).toBe(409)
  })
})

describe('a socket', () => {
  it('is known by cookie or by token, and by nothing else', async () => {
    const http = createServer()
    const server = new Server(http)
    const found: (User | null)[] = []
    server.use((socket, next) => {
      userOfSocket(api.context, socket).then((user) => {
        found.push(user)
        next()
      }, next)
    })
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const { port } = http.address() as { port: number }
    const cookie = cookieOf(await must(signIn(ADMIN), 201))
    const attempts: Partial<ManagerOptions & SocketOptions>[] = [
      { auth: { token: ADMIN_TOKEN } }, { extraHeaders: { cookie } }, { extraHeaders: { authorization: `Bearer ${ADMIN_TOKEN}` } },
      {}, { auth: { token: 'wrong' } }, { extraHeaders: { cookie: 'mingjian=s%3Aforged.signature' } }, { extraHeaders: { cookie, origin: 'https://evil.example' } },
    ]
    for (const attempt of attempts) {
      const client = io(`http://127.0.0.1:${port}`, { ...attempt, transports: ['websocket'], forceNew: true, reconnection: false })
      await new Promise((resolve, reject) => client.once('connect', () => resolve(null)).once('connect_error', reject))
      client.disconnect()
    }
    await server.close()
    expect(found.map((user) => user?.username ?? null)).toEqual(['admin', 'admin', 'admin', null, null, null, null])
  })
})

describe('the first logins', () => {
  const start = async (more: Partial<ApiServer['context']['environment']>): Promise<string> => {
    let printed = ''
    const environment = { ...api.context.environment, adminPassword: undefined, adminToken: undefined, ...more }
    await ensureFirstLogins({ ...api.context, environment, print: (text) => { printed += text } })
    return printed
  }
  const file = (): string => path.join(api.dataDir, 'first-login.txt')
  const canSignIn = async (username: string, password: string) => (await signIn({ username, password })).status === 201

  it('of the demonstration work while it is on, are told once, and end with it', async () => {
    const printed = await start({ demo: true })
    const { username } = api.context.configuration.demoUsers[0] ?? { username: '' }
    const [, password = ''] = new RegExp(`: ${username} / (\\S+)`).exec(printed) ?? []
    expect(await canSignIn(username, password)).toBe(true)
    expect(readFileSync(file(), 'utf8')).toBe(printed)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(await start({ demo: true })).toBe('')
    await start({ demo: false })
    expect(await canSignIn(username, password)).toBe(false)
    expect(readFileSync(file(), 'utf8')).toBe('')
  })

  it('of the administrator follow ADMIN_PASSWORD and ADMIN_TOKEN', async () => {
    expect(await start({ adminPassword: 'another password', adminToken: 'another-token' })).toBe('')
    expect(await canSignIn('admin', ADMIN_PASSWORD)).toBe(false)
    expect(await canSignIn('admin', 'another password')).toBe(true)
    expect((await api.admin('GET', '/api/v1/session')).status).toBe(401)
    expect((await sender(api.url, { authorization: 'Bearer another-token' })('GET', '/api/v1/session')).status).toBe(200)
    await start({ adminPassword: ADMIN_PASSWORD, adminToken: ADMIN_TOKEN })
  })

  it('of the administrator are made where nobody sets them', async () => {
    await api.context.db.query('DELETE FROM app_user')
    const printed = await start({ demo: false })
    const [, password = ''] = /Administrator: admin \/ (\S+)/.exec(printed) ?? []
    const [, token = ''] = /bearer token: (\S+)/.exec(printed) ?? []
    expect(await canSignIn('admin', password)).toBe(true)
    expect((await sender(api.url, { authorization: `Bearer ${token}` })('GET', '/api/v1/session')).body.username).toBe('admin')
    expect(await start({ demo: false })).toBe('')
  })

  it('are shown on the login page only while the demonstration runs', async () => {
    expect((await api.nobody('GET', '/api/v1/session/options')).body).toEqual({ demo: false, logins: [] })
  })
})
