import { describe, expect, it } from 'vitest'
import { CHANNEL_KINDS, channelsSchema } from '../../../domain/notification/channel.ts'
import { headersOf, headersText, newChannel } from './channelDraft.ts'

describe('a new channel', () => {
  it.each(CHANNEL_KINDS)('of kind %s is one that the server takes, an e-mail once it has a sender', (kind) => {
    const made = newChannel(kind, [], '某渠道')
    expect(channelsSchema.safeParse({ channels: [made] }).success).toBe(kind !== 'email')
    expect(channelsSchema.safeParse({ channels: [{ ...made, from: 'a@b.cn' }] }).success).toBe(true)
  })

  it('has an id that no other has', () => {
    const first = newChannel('webhook', [], 'a')
    expect([first.id, newChannel('webhook', [first], 'a').id]).toEqual(['webhook', 'webhook-2'])
  })
})

describe('headers as text', () => {
  it('stand one on a line, and come back as they were', () => {
    const headers = { authorization: 'Bearer {key}', 'x-sign': 'a: b' }
    expect(headersText(headers)).toBe('authorization: Bearer {key}\nx-sign: a: b')
    expect(headersOf(headersText(headers))).toEqual(headers)
    expect(headersOf('\n  \nbare')).toEqual({ bare: '' })
  })
})
