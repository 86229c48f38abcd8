import { describe, expect, it } from 'vitest'
import { authorization, bestChallenge } from './authorization.ts'

const MUFASA = { username: 'Mufasa', password: 'Circle of Life' }
/** The example of RFC 7616, 3.9.1. */
const RFC = ['md5', 'sha-256'].map((algorithm) => `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm.toUpperCase()}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`)
const ASKED = { method: 'GET', uri: '/dir/index.html', count: 1, clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' }

function answer(headers: readonly string[], credentials = MUFASA, asked = ASKED): string | null {
  const challenge = bestChallenge(headers)
  return challenge && authorization(challenge, credentials, asked)
}

describe('an answer to a challenge', () => {
  it('is that of RFC 7616 with MD5', () => {
    expect(answer(RFC.slice(0, 1))).toContain('response="8ca523f5e9506fed4657c9700eebdbec"')
  })

  it('is that of RFC 7616 with SHA-256, which is taken before MD5', () => {
    const header = answer(RFC)
    expect(header).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"')
    expect(header).toContain('algorithm=SHA-256')
    expect(header).toMatch(/qop=auth, nc=00000001$/)
  })

  it('is that of RFC 2617 where both challenges share one line with basic', () => {
    const line = 'Basic realm="testrealm@host.com", Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    expect(answer([line], { username: 'Mufasa', password: 'Circle Of Life' }, { ...ASKED, clientNonce: '0a4f113b' })).toContain('response="6629fae49393a05397450978507c4ef1"')
  })

  it('needs no qop', () => {
    const header = answer(['Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'], { username: 'Mufasa', password: 'CircleOfLife' })
    expect(header).toContain('response="1949323746fe6a43ef61f9606e7febea"')
    expect(header).not.toContain('nc=')
  })

  it('is basic where nothing better is offered, and none where nothing is known', () => {
    expect(answer(['Basic realm="IP Camera"'], { username: 'admin', password: '密码' })).toBe(`Basic ${Buffer.from('admin:密码').toString('base64')}`)
    expect(answer(['Negotiate', 'Digest realm="x", nonce="y", algorithm=WHIRLPOOL'])).toBeNull()
    expect(answer(['Digest realm="x"'])).toBeNull()
    expect(answer([])).toBeNull()
  })

  it('escapes what stands in quotes', () => {
    expect(answer(['Digest realm="a \\"b\\"", nonce="n"'], { username: 'o"x', password: '' })).toContain(String.raw`username="o\"x", realm="a \"b\""`)
  })
})
