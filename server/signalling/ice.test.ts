import { expect, it } from 'vitest'
import { iceServersFor } from './ice.ts'

it('makes a credential for the TURN server that names the user and ends by itself', () => {
  const urls = ['stun:s.example:3478', 'turn:t.example:3478?transport=udp', 'turns:t.example:5349']
  expect(iceServersFor({ iceUrls: urls, turnSecret: 'north' }, 'inspector', 1_000_000)).toEqual([
    { urls: ['stun:s.example:3478'] },
    // Of the shared-secret scheme: base64 of HMAC-SHA1 over "expiry:user".
    { urls: urls.slice(1), username: '44200:inspector', credential: '9xaCUYg/Mj3ZDNV1MewUJqgHYu4=' },
  ])
  expect(iceServersFor({ iceUrls: urls }, 'inspector', 0)).toEqual([{ urls: ['stun:s.example:3478'] }])
  expect(iceServersFor({ iceUrls: [] }, 'inspector', 0)).toEqual([])
})
