import { createHash } from 'node:crypto'

export interface Credentials {
  readonly username: string
  readonly password: string
}

/** What a server asks for in one of its WWW-Authenticate headers. */
export interface Challenge {
  readonly scheme: 'basic' | 'digest'
  readonly parameters: ReadonlyMap<string, string>
}

/** Digest algorithms, the best first; what a camera offers beside these is not answered. */
const ALGORITHMS: readonly (readonly [name: string, hash: string])[] = [
  ['sha-512-256', 'sha512-256'], ['sha-512-256-sess', 'sha512-256'], ['sha-256', 'sha256'], ['sha-256-sess', 'sha256'], ['md5', 'md5'], ['md5-sess', 'md5'],
]

/**
 * The best of the challenges in these header lines that we can answer: digest before basic, the stronger hash before
 * the weaker. Null where there is none. Several challenges may share a line.
 */
export function bestChallenge(headers: readonly string[]): Challenge | null {
  const challenges = headers.flatMap(readChallenges)
  const digests = challenges.filter((challenge) => rankOf(challenge) >= 0).sort((a, b) => rankOf(a) - rankOf(b))
  return digests[0] ?? challenges.find(({ scheme }) => scheme === 'basic') ?? null
}

function rankOf({ scheme, parameters }: Challenge): number {
  if (scheme !== 'digest' || !parameters.has('nonce')) return -1
  const qop = parameters.get('qop')
  if (qop !== undefined && !/(?:^|[\s,])auth(?:$|[\s,])/i.test(qop)) return -1
  return ALGORITHMS.findIndex(([name]) => name === (parameters.get('algorithm') ?? 'md5').toLowerCase())
}

function readChallenges(header: string): Challenge[] {
  return header.slice(0, 4096).split(/(?:^|,)\s*(?=(?:digest|basic|bearer|negotiate|ntlm)\b(?!\s*=))/i).flatMap((text) => {
    const [, scheme, rest] = /^\s*(digest|basic)\b(.*)$/is.exec(text) ?? []
    if (scheme === undefined || rest === undefined) return []
    const parameters = new Map<string, string>()
    for (const [, name, quoted, plain] of rest.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g))
      parameters.set((name ?? '').toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '')
    return [{ scheme: scheme.toLowerCase() === 'basic' ? 'basic' as const : 'digest' as const, parameters }]
  })
}

/** One request as a digest covers it. `count` is how often this nonce has been answered, from 1. */
interface Asked {
  readonly method: string
  readonly uri: string
  readonly count: number
  /** Our own random text. */
  readonly clientNonce: string
}

/** The Authorization header that answers a challenge (RFC 7616, and RFC 2069 for those that name no qop; RFC 7617). */
export function authorization({ scheme, parameters }: Challenge, { username, password }: Credentials, { method, uri, count, clientNonce }: Asked): string {
  if (scheme === 'basic') return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
  const algorithm = (parameters.get('algorithm') ?? 'MD5').toLowerCase()
  const hashName = ALGORITHMS.find(([name]) => name === algorithm)?.[1] ?? 'md5'
  const hash = (...texts: readonly string[]) => createHash(hashName).update(texts.join(':')).digest('hex')
  const [realm, nonce] = [parameters.get('realm') ?? '', parameters.get('nonce') ?? '']
  const nc = count.toString(16).padStart(8, '0')
  const secret = hash(username, realm, password)
  const first = algorithm.endsWith('-sess') ? hash(secret, nonce, clientNonce) : secret
  const second = hash(method, uri)
  const withQop = parameters.has('qop')
  const fields = [
    `username="${escaped(username)}"`, `realm="${escaped(realm)}"`, `nonce="${escaped(nonce)}"`, `uri="${uri}"`,
    `response="${withQop ? hash(first, nonce, nc, clientNonce, 'auth', second) : hash(first, nonce, second)}"`,
    ...(parameters.has('algorithm') ? [`algorithm=${parameters.get('algorithm')}`] : []),
    ...(parameters.has('opaque') ? [`opaque="${escaped(parameters.get('opaque') ?? '')}"`] : []),
    ...(withQop || algorithm.endsWith('-sess') ? [`cnonce="${clientNonce}"`] : []),
    ...(withQop ? ['qop=auth', `nc=${nc}`] : []),
  ]
  return `Digest ${fields.join(', ')}`
}

function escaped(text: string): string {
  return text.replaceAll(/["\\]/g, String.raw`\$&`)
}
