import { createHmac } from 'node:crypto'
import type { IceServer } from '../../domain/signalling.ts'
import type { Environment } from '../../config/environment.ts'

/** How long a credential for the TURN server is good: longer than any session. */
const CREDENTIAL_S = 12 * 3_600

/** The ICE servers for one user. A TURN server that shares our secret gets a credential made for this user, which ends by itself. */
export function iceServersFor({ iceUrls, turnSecret }: Pick<Environment, 'iceUrls' | 'turnSecret'>, username: string, now: number): IceServer[] {
  const stun = iceUrls.filter((url) => url.startsWith('stun'))
  const turn = iceUrls.filter((url) => url.startsWith('turn'))
  const servers: IceServer[] = stun.length > 0 ? [{ urls: stun }] : []
  if (turn.length === 0 || turnSecret === undefined) return servers
  const name = `${Math.floor(now / 1_000) + CREDENTIAL_S}:${username}`
  return [...servers, { urls: turn, username: name, credential: createHmac('sha1', turnSecret).update(name).digest('base64') }]
}
