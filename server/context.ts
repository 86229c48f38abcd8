import type { Logger } from 'pino'
import type { Configuration } from '../config/load.ts'
import type { Environment } from '../config/environment.ts'
import type { Pool } from '../stores/postgres/pool.ts'
import type { RedisClient } from '../stores/redis/connect.ts'
import type { FeedWriter } from '../stores/redis/feed.ts'
import type { DeviceRegister } from './register/deviceRegister.ts'

/** All that a route, a door or the live push may use; built once in main, replaced piece by piece in tests. */
export interface Context {
  readonly environment: Environment
  readonly configuration: Configuration
  readonly log: Logger
  readonly db: Pool
  readonly redis: RedisClient
  readonly feed: FeedWriter
  readonly register: DeviceRegister
  /** Epoch milliseconds. */
  readonly clock: () => number
}
