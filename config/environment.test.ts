import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { EnvironmentError, readChildEnvironment, readEnvironment } from './environment.ts'

describe('environment', () => {
  it('holds the defaults of the contract when nothing is set', () => {
    expect(readEnvironment({})).toMatchObject({
      port: 8080,
      mqttPort: 1883,
      dataDir: path.resolve('data'),
      redisUrl: undefined,
      databaseUrl: undefined,
      demo: true,
      logLevel: 'info',
      role: 'all',
      partitions: 16,
    })
  })

  it('takes an empty variable for one that is not set', () => {
    expect(readEnvironment({ PORT: '', REDIS_URL: ' ', ROLE: '' })).toMatchObject({ port: 8080, role: 'all' })
  })

  it.each([
    [{ PORT: 'http' }, 'PORT must be a whole number from 1 to 65535 (it is "http")'],
    [{ MQTT_PORT: '70000' }, 'MQTT_PORT must be a whole number from 1 to 65535 (it is "70000")'],
    [{ DEMO: 'yes' }, 'DEMO must be one of on, off (it is "yes")'],
    [{ ROLE: 'web' }, 'ROLE must be one of all, server, worker (it is "web")'],
    [{ PARTITIONS: '0' }, 'PARTITIONS must be a whole number from 1 to 1024 (it is "0")'],
    [{ PORT: '1883' }, 'MQTT_PORT must differ from PORT (both are 1883)'],
    [
      { DATABASE_URL: 'mysql://me:secret@here/db' },
      'DATABASE_URL must look like postgresql://user:password@host:5432/database',
    ],
  ])('names the variable that is wrong: %j', (env, message) => {
    expect(() => readEnvironment(env)).toThrow(new EnvironmentError(message))
  })

  it('takes the cluster and sentinel forms of REDIS_URL', () => {
    for (const url of ['rediss://:p@h:1', 'redis+cluster://a:1,b:2', 'redis+sentinel://a:1,b:2/main']) {
      expect(readEnvironment({ REDIS_URL: url }).redisUrl).toBe(url)
    }
  })

  it('runs the demo only on embedded stores, unless told', () => {
    const outside = { DATABASE_URL: 'postgresql://h/db' }
    expect(readEnvironment(outside).demo).toBe(false)
    expect(readEnvironment({ ...outside, DEMO: 'on' }).demo).toBe(true)
    expect(readEnvironment({ DEMO: 'off' }).demo).toBe(false)
  })

  it('refuses a child process without the address of a store', () => {
    expect(() => readChildEnvironment({ REDIS_URL: 'redis://h' })).toThrow(/^DATABASE_URL must be set/)
  })
})
