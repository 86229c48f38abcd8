import { Cluster, Redis, type RedisOptions } from 'ioredis'

export type RedisClient = Redis | Cluster

/**
 * Connects by URL:
 * - `redis://` or `rediss://`, one server;
 * - `redis+cluster://host:port,host:port`;
 * - `redis+sentinel://host:port,host:port/masterName`.
 * Credentials stand before the hosts as in any URL. Commands wait for the connection and are sent again after it
 * breaks, so whatever is written must bear being written twice.
 */
export function connectRedis(url: string, options: RedisOptions = {}): RedisClient {
  const shared: RedisOptions = {
    maxRetriesPerRequest: null,
    enableReadyCheck: true,
    retryStrategy: (attempt) => Math.min(50 * attempt, 500),
    ...options,
  }
  const special = /^redis\+(cluster|sentinel):\/\/(?:(?<user>[^:@/]*):(?<password>[^@/]*)@)?(?<hosts>[^/]+)(?:\/(?<name>[^/?]+))?/.exec(url)
  if (!special) return silenceErrors(new Redis(url, shared))
  const { user, password, hosts = '', name } = special.groups ?? {}
  const credentials = { ...(user ? { username: decodeURIComponent(user) } : {}), ...(password ? { password: decodeURIComponent(password) } : {}) }
  const nodes = hosts.split(',').map((host) => {
    const [address = '127.0.0.1', port = '6379'] = host.split(':')
    return { host: address, port: Number(port) }
  })
  if (special[1] === 'cluster') return silenceErrors(new Cluster(nodes, { redisOptions: { ...shared, ...credentials } }))
  return silenceErrors(new Redis({ ...shared, ...credentials, sentinels: nodes, name: name ?? 'mymaster' }))
}

// A broken connection is retried by the client and seen by whoever awaits a command; an unheard 'error' event would
// end the process.
function silenceErrors<T extends RedisClient>(client: T): T {
  client.on('error', () => undefined)
  return client
}

/** A connection of its own to the same place, for what blocks or listens. */
export function duplicateRedis(client: RedisClient): RedisClient {
  return silenceErrors(client instanceof Cluster ? client.duplicate() : client.duplicate())
}
