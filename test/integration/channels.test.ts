import { createECDH, createHmac, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CHANNEL_KINDS, type ChannelKind, type ChannelSettings } from '../../domain/notification/channel.ts'
import { channelSecrets, sealStoredSecrets, setChannelSecret } from '../../stores/postgres/channelSecrets.ts'
import { saveSubscription, subscriptionsOf } from '../../stores/postgres/push.ts'
import { pushKeys } from '../../stores/postgres/push.ts'
import { Vault } from '../../stores/postgres/vault.ts'
import { Channels } from '../../workers/channels/channels.ts'
import type { Message, Outcome } from '../../workers/channels/channel.ts'
import { layGround, type Ground } from './liveServer.ts'
import { httpSink, mailSink, type HttpSink, type MailSink, type Received, type Reply } from './sinks.ts'

const NOW = Date.parse('2026-11-22T01:00:00Z')
const KEY = 'SEC-an-endpoint-key'
const vault = new Vault(randomBytes(32))
let ground: Ground
let http: HttpSink
let smtp: MailSink

const message: Message = {
  others: [],
  key: 'n-0123456789abcdef0123456789abcdef', possibleRepeat: false, subject: { kind: 'alert', id: 'D1~cold~1' }, step: '1', severity: 'critical',
  title: '严重预警：一食堂', text: '冷库 温度 -9.5℃，高于 -15℃', link: 'https://mj.example/duty?alert=D1', at: '2026-11-22T01:00:00.000Z',
  person: { username: 'duty', name: '王值班', phone: '13800001111', email: 'duty@example.cn' },
}

function settings(kind: ChannelKind, more: Partial<ChannelSettings> = {}): ChannelSettings {
  const sms = { method: 'POST', contentType: 'application/json', body: '{"to": "{phone}", "text": "{text}", "id": "{id}"}', headers: { authorization: 'Bearer {key}' }, accepted: '"ok"' } as const
  return { id: kind, kind, zh: kind, en: kind, enabled: true, perMinute: 100, timeout: '10s', network: 'private', from: '明鉴 <mj@example.cn>', sms: kind === 'sms' ? sms : null, ...more }
}

function send(kind: ChannelKind, more: Partial<ChannelSettings> = {}, given: Partial<Message> = {}, secrets: Record<string, string> = {}): Promise<Outcome> {
  const url = kind === 'email' ? smtp.url : `${http.url}/hook?token=SECRET-TOKEN`
  const environment = Object.fromEntries(Object.entries({ url, key: KEY, ...secrets }).map(([name, value]) => [`CHANNEL_${kind.toUpperCase()}_${name.toUpperCase()}`, value]))
  const channels = new Channels({ db: ground.db, vault, shipped: { channels: [settings(kind, more)] }, environment, pushSubject: 'mailto:mj@example.cn', clock: () => NOW })
  return channels.send(kind, { ...message, ...given })
}

const last = (): Received => http.received.at(-1) as Received
const json = (): Record<string, unknown> => JSON.parse(last().body.toString('utf8')) as Record<string, unknown>

beforeAll(async () => {
  ground = await layGround()
  http = await httpSink()
  smtp = await mailSink()
  await ground.db.query(`INSERT INTO app_user (id, username, name, role, jurisdiction, password_hash) VALUES ('p1', 'duty', '王值班', 'duty', '{"scope": "city"}', 'x')`)
})
afterAll(async () => {
  await http?.stop()
  await smtp?.stop()
  await ground?.stop()
})
beforeEach(async () => {
  http.replies = []
  smtp.refusals = []
  await ground.db.query('DELETE FROM channel_secret')
})

describe('webhook', () => {
  it('signs time and body, and carries the idempotency key; a repeat says that it may be one', async () => {
    expect(await send('webhook')).toMatchObject({ result: 'accepted' })
    const { headers, body } = last()
    const timestamp = String(headers['x-mingjian-timestamp'])
    expect(timestamp).toBe(String(NOW / 1000))
    expect(headers['x-mingjian-signature']).toBe(`sha256=${createHmac('sha256', KEY).update(`${timestamp}.${body.toString('utf8')}`).digest('hex')}`)
    expect(headers).toMatchObject({ 'idempotency-key': message.key })
    expect(headers).not.toHaveProperty('x-mingjian-possible-repeat')
    expect(json()).toMatchObject({ id: message.key, possibleRepeat: false, title: message.title, subject: message.subject, person: { username: 'duty' } })

    await send('webhook', {}, { possibleRepeat: true })
    expect(last().headers).toMatchObject({ 'idempotency-key': message.key, 'x-mingjian-possible-repeat': 'true' })
    expect(json()).toMatchObject({ possibleRepeat: true })
  })

  it('tells what was refused from what failed and from what may have arrived', async () => {
    const replies: Reply[] = [{ status: 410 }, { status: 302, headers: { location: '/elsewhere' } }, { status: 429, headers: { 'retry-after': '30' } }, { status: 503 }, 'hang', 'reset']
    http.replies = [...replies]
    const results: [string, number | undefined][] = []
    for (const reply of replies) {
      const { result, retryAfterMs } = await send('webhook', reply === 'hang' ? { timeout: '400ms' } : {})
      results.push([result, retryAfterMs])
    }
    expect(results).toEqual([['refused', undefined], ['refused', undefined], ['failed', 30_000], ['unsure', undefined], ['unsure', undefined], ['unsure', undefined]])
    expect(await send('webhook', {}, {}, { url: 'http://127.0.0.1:1/' })).toEqual({ result: 'failed', answer: 'ECONNREFUSED' })
  })

  it('speaks to nobody inside unless it was told to, and to link-local addresses never', async () => {
    const before = http.received.length
    for (const url of [http.url, http.url.replace('127.0.0.1', 'localhost'), `http://[::ffff:127.0.0.1]:${http.port}/`, 'http://10.0.0.1/', 'http://0x7f000001/']) {
      expect({ url, ...(await send('webhook', { network: 'public' }, {}, { url })) }).toMatchObject({ url, result: 'refused' })
    }
    expect(await send('webhook', {}, {}, { url: 'http://169.254.169.254/latest' })).toMatchObject({ result: 'refused' })
    expect(await send('webhook', {}, {}, { url: 'file:///etc/passwd' })).toMatchObject({ result: 'failed' })
    expect(http.received).toHaveLength(before)
  })

  it('keeps its secrets out of what is logged of the answer', async () => {
    http.replies = [{ status: 400, body: `bad signature with ${KEY} at ${http.url}/hook?token=SECRET-TOKEN` }]
    const { answer } = await send('webhook')
    expect(answer).toBe('400 bad signature with … at …')
  })
})

describe('chat robots', () => {
  it('WeCom gets a text of at most 2,048 bytes that names the person by phone', async () => {
    http.replies = [{ body: '{"errcode":0,"errmsg":"ok"}' }]
    expect(await send('wecom', {}, { text: '温'.repeat(3_000) })).toMatchObject({ result: 'accepted' })
    const { msgtype, text } = json() as { msgtype: string; text: { content: string; mentioned_mobile_list: string[] } }
    expect({ msgtype, list: text.mentioned_mobile_list }).toEqual({ msgtype: 'text', list: ['13800001111'] })
    expect(Buffer.byteLength(text.content)).toBeLessThanOrEqual(2_048)
    expect(text.content).toContain(message.key)
    expect(text.content).not.toContain('\ufffd')
  })

  it('DingTalk gets time and signature in the address', async () => {
    http.replies = [{ body: '{"errcode":0,"errmsg":"ok"}' }]
    expect(await send('dingtalk')).toMatchObject({ result: 'accepted' })
    const query = new URL(last().url, http.url).searchParams
    expect(query.get('token')).toBe('SECRET-TOKEN')
    expect(query.get('timestamp')).toBe(String(NOW))
    expect(query.get('sign')).toBe(createHmac('sha256', KEY).update(`${NOW}\n${KEY}`).digest('base64'))
    expect(json()).toMatchObject({ msgtype: 'text', at: { atMobiles: ['13800001111'] } })
  })

  it('Feishu gets the signature in the body, made over nothing with time and key as its key', async () => {
    http.replies = [{ body: '{"code":0,"msg":"success","data":{}}' }]
    expect(await send('feishu')).toMatchObject({ result: 'accepted' })
    const timestamp = String(NOW / 1000)
    expect(json()).toMatchObject({ timestamp, sign: createHmac('sha256', `${timestamp}\n${KEY}`).digest('base64'), msg_type: 'text' })
    expect((json().content as { text: string }).text).toContain(message.title)
  })

  it('are believed by the number in the answer, not by its status', async () => {
    const cases: [ChannelKind, string, Partial<Outcome>][] = [
      ['wecom', '{"errcode":93000,"errmsg":"invalid webhook url"}', { result: 'refused' }],
      ['wecom', '{"errcode":45009,"errmsg":"api freq out of limit"}', { result: 'failed', retryAfterMs: 60_000 }],
      ['dingtalk', '{"errcode":310000,"errmsg":"sign not match"}', { result: 'refused' }],
      ['dingtalk', '{"errcode":130101,"errmsg":"send too fast"}', { result: 'failed', retryAfterMs: 60_000 }],
      ['feishu', '{"code":19021,"msg":"sign match fail"}', { result: 'refused' }],
      ['feishu', '{"code":11232,"msg":"frequency limited"}', { result: 'failed', retryAfterMs: 60_000 }],
      ['feishu', '<html>', { result: 'unsure' }],
    ]
    for (const [kind, body, expected] of cases) {
      http.replies = [{ body }]
      expect({ kind, body, ...(await send(kind)) }).toMatchObject({ kind, body, ...expected })
    }
  })
})

describe('SMS', () => {
  it('fills in the operator\'s template so that no text breaks out of it', async () => {
    http.replies = [{ body: '{"status":"ok"}' }, { body: '{"status":"no balance"}' }]
    expect(await send('sms', {}, { text: '引号 " 与换行\n', possibleRepeat: true })).toMatchObject({ result: 'accepted' })
    expect(json()).toEqual({ to: '13800001111', text: `[可能重复] ${message.title} 引号 " 与换行\n`, id: message.key })
    expect(last().headers).toMatchObject({ authorization: `Bearer ${KEY}` })
    expect(await send('sms')).toMatchObject({ result: 'refused' })
  })

  it('refuses a person without a phone number', async () => {
    const before = http.received.length
    expect(await send('sms', {}, { person: { ...message.person, phone: null } })).toMatchObject({ result: 'refused' })
    expect(http.received).toHaveLength(before)
  })
})

describe('e-mail', () => {
  it('carries the key as Message-ID, and marks a repeat in subject and header', async () => {
    expect(await send('email')).toMatchObject({ result: 'accepted' })
    expect(await send('email', {}, { possibleRepeat: true })).toMatchObject({ result: 'accepted' })
    const [first, second] = smtp.mails.slice(-2)
    expect(first).toMatchObject({ from: 'mj@example.cn', to: ['duty@example.cn'] })
    expect(first?.text).toContain(`Message-ID: <${message.key}@mingjian>`)
    expect(first?.text).not.toContain('X-Mingjian-Possible-Repeat')
    expect(second?.text).toContain(`Message-ID: <${message.key}@mingjian>`)
    expect(second?.text).toContain('X-Mingjian-Possible-Repeat: true')
  })

  it('tells a mailbox that does not exist from one that is busy, and from a server out of reach', async () => {
    smtp.refusals = [550, 451]
    expect(await send('email')).toMatchObject({ result: 'refused' })
    expect(await send('email')).toMatchObject({ result: 'failed' })
    expect(await send('email', {}, {}, { url: 'smtp://127.0.0.1:1' })).toMatchObject({ result: 'failed' })
    expect(await send('email', { network: 'public' })).toMatchObject({ result: 'refused' })
    expect(await send('email', {}, { person: { ...message.person, email: null } })).toMatchObject({ result: 'refused' })
  })
})

describe('browser push', () => {
  const browser = (path: string): { endpoint: string; p256dh: string; auth: string } => {
    const keys = createECDH('prime256v1')
    return { endpoint: `${http.url}${path}`, p256dh: keys.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') }
  }

  it('tells every browser of the person, encrypted and signed by keys that stay the same, and forgets one that is gone', async () => {
    expect(await send('push')).toMatchObject({ result: 'refused' })
    await saveSubscription(ground.db, 'duty', browser('/b1'), NOW)
    await saveSubscription(ground.db, 'duty', browser('/b2'), NOW)
    expect(await send('push')).toMatchObject({ result: 'accepted' })
    const both = http.received.slice(-2)
    expect(both.map(({ url }) => url).toSorted()).toEqual(['/b1', '/b2'])
    expect(both[0]?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high' })
    expect(both[0]?.body.toString('utf8')).not.toContain('一食堂')
    const keyOf = (received: Received | undefined): string => String(received?.headers.authorization).replace(/^.*k=/, '')
    http.replies = [{ status: 410 }, { status: 410 }]
    expect(await send('push')).toMatchObject({ result: 'refused' })
    expect(keyOf(last())).toBe(keyOf(both[0]))
    await expect.poll(() => subscriptionsOf(ground.db, 'duty')).toEqual([])
  })
})

it('every kind refuses while it is switched off, and while what it needs is missing', async () => {
  for (const kind of CHANNEL_KINDS) {
    expect(await send(kind, { enabled: false })).toMatchObject({ result: 'refused', answer: 'the channel is switched off' })
    if (kind !== 'push') expect(await send(kind, {}, {}, { url: '' })).toMatchObject({ result: 'refused', answer: 'not set up: url is missing' })
  }
})

it('a secret set by an administrator stands over that of the environment', async () => {
  await setChannelSecret(ground.db, vault, { channel: 'webhook', name: 'url', value: `${http.url}/stored` }, 'user:admin', NOW)
  expect(await send('webhook')).toMatchObject({ result: 'accepted' })
  expect(last().url).toBe('/stored')
})

it('the private key of browser push lies sealed, one of an earlier version from the next start on, and opens under its own key only', async () => {
  const old = { publicKey: 'PUBLIC', privateKey: 'PLAIN-PRIVATE', subject: 'mailto:a@b.cn' }
  const unmade = (): never => {
    throw new Error('keys are made once')
  }
  const kept = async (): Promise<string> => (await ground.db.query<{ value: string }>("SELECT value FROM setting WHERE key = 'push-keys'")).rows[0]?.value ?? ''
  await ground.db.query("INSERT INTO setting (key, value) VALUES ('push-keys', $1) ON CONFLICT (key) DO UPDATE SET value = $1", [JSON.stringify(old)])
  expect(await pushKeys(ground.db, vault, unmade)).toEqual(old)
  await Promise.all([sealStoredSecrets(ground.db, vault), sealStoredSecrets(ground.db, vault)])
  expect(await kept()).not.toContain('PLAIN')
  expect(await pushKeys(ground.db, vault, unmade)).toEqual(old)
  expect(await pushKeys(ground.db, new Vault(randomBytes(32)), unmade)).toEqual({ ...old, privateKey: null })
  await ground.db.query("DELETE FROM setting WHERE key = 'push-keys'")
  expect(await pushKeys(ground.db, vault, () => old)).toEqual(old)
  expect(await kept()).not.toContain('PLAIN')
})

it('secrets lie sealed in the database, those of an earlier version too from the next start on, and open under their own key only', async () => {
  const url = `${http.url}/earlier?token=PLAIN-TOKEN`
  await ground.db.query("INSERT INTO channel_secret (channel, name, value, author, updated_at) VALUES ('webhook', 'url', $1, 'user:admin', now())", [url])
  await setChannelSecret(ground.db, vault, { channel: 'webhook', name: 'key', value: 'PLAIN-KEY' }, 'user:admin', NOW)
  expect(await Promise.all([sealStoredSecrets(ground.db, vault), sealStoredSecrets(ground.db, vault)])).toEqual([0, 0])
  const { rows } = await ground.db.query<{ value: string | null; sealed: Buffer }>('SELECT value, sealed FROM channel_secret')
  expect(rows.map(({ value, sealed }) => [value, /PLAIN/.test(sealed.toString('latin1'))])).toEqual([[null, false], [null, false]])
  expect(await channelSecrets(ground.db, vault, 'webhook')).toEqual({ url, key: 'PLAIN-KEY' })
  const stranger = new Vault(randomBytes(32))
  expect([await channelSecrets(ground.db, stranger, 'webhook'), await sealStoredSecrets(ground.db, stranger)]).toEqual([{}, 2])
  expect(await send('webhook', {}, {}, { url: '', key: '' })).toMatchObject({ result: 'accepted' })
  expect(last().url).toBe('/earlier?token=PLAIN-TOKEN')
})
