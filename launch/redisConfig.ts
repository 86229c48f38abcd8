import os from 'node:os'

const megabyte = 1024 * 1024

/** An eighth of the memory, at least 512 MB and at most 2 GB: at this bound Redis refuses to take more. */
export function memoryBound(totalBytes = os.totalmem()): number {
  return Math.min(2048 * megabyte, Math.max(512 * megabyte, Math.floor(totalBytes / 8)))
}

/**
 * The configuration of the embedded Redis. Every write is on disk before it is answered, nothing is ever evicted, and
 * a file cut short by a crash loads up to its last whole command.
 */
export function redisConfig(options: { port: number; folder: string; password: string; maxMemory: number }): string {
  return [
    'bind 127.0.0.1',
    'protected-mode yes',
    `port ${options.port}`,
    `requirepass ${options.password}`,
    `dir "${options.folder.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
    'daemonize no',
    'logfile ""',
    'appendonly yes',
    'appendfsync always',
    'no-appendfsync-on-rewrite no',
    'aof-load-truncated yes',
    'aof-use-rdb-preamble yes',
    'auto-aof-rewrite-percentage 100',
    'auto-aof-rewrite-min-size 128mb',
    'save ""',
    'maxmemory-policy noeviction',
    `maxmemory ${options.maxMemory}`,
    '',
  ].join('\n')
}
