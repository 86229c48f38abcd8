import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { launchSupervisor, readPids, startConstellation } from '../constellation.ts'
import { temporaryDataDir } from '../dataDir.ts'
import { ownPort } from '../ownPort.ts'

const folders: string[] = []
const folder = () => {
  const made = temporaryDataDir()
  folders.push(made)
  return made
}

afterEach(() => {
  for (const made of folders.splice(0)) fs.rmSync(made, { recursive: true, force: true, maxRetries: 5 })
})

/** Starts with these variables, expects the start to fail, and returns what it said. */
async function refusal(env: NodeJS.ProcessEnv): Promise<string> {
  const started = launchSupervisor({ PATH: process.env.PATH, DATA_DIR: folder(), WEB_BUILD: 'off', ...env })
  expect(await started.ended).toBe(1)
  return started.output().trim()
}

describe('a start that can not be', () => {
  it('names the busy port and the way around it, before any store is started', async () => {
    const [port, other] = [await ownPort(), await ownPort()]
    const listener = net.createServer().listen(port, '127.0.0.1')
    await once(listener, 'listening')
    const dataDir = folder()
    const line = `Port ${port} is in use: stop what listens there, or start with`
    try {
      expect(await refusal({ PORT: String(port), MQTT_PORT: String(other), DATA_DIR: dataDir })).toBe(
        `${line} PORT=${port + 1} npm start`,
      )
      expect(await refusal({ PORT: String(other), MQTT_PORT: String(port), DATA_DIR: dataDir })).toBe(
        `${line} MQTT_PORT=${port + 1} npm start`,
      )
      expect(fs.existsSync(path.join(dataDir, 'postgres'))).toBe(false)
      expect(readPids(dataDir)).toEqual({})
    } finally {
      listener.close()
    }
  })

  it('names a variable that is wrong', async () => {
    expect(await refusal({ PORT: 'http' })).toBe('PORT must be a whole number from 1 to 65535 (it is "http")')
  })

  it('names a data folder that can not be written', async () => {
    const file = path.join(folder(), 'file')
    fs.writeFileSync(file, '')
    expect(await refusal({ DATA_DIR: path.join(file, 'data') })).toMatch(
      /^DATA_DIR \S+ can't be written \(part of the path is a file\): choose /,
    )
    expect(await refusal({ DATA_DIR: '/proc/mingjian' })).toMatch(
      /^DATA_DIR \/proc\/mingjian can't be written \(.+\): choose a folder you may write, e\.g\. DATA_DIR=\S+ npm start$/,
    )
  })

  it('wants the addresses of both stores for a role of its own', async () => {
    expect(await refusal({ ROLE: 'worker', DATABASE_URL: 'postgresql://h/d' })).toBe(
      'ROLE=worker needs REDIS_URL: the embedded stores serve ROLE=all on one machine only',
    )
  })
})

describe('a data folder that is not whole', () => {
  it('is made anew where the first start was killed half-way', async () => {
    const dataDir = folder()
    fs.mkdirSync(path.join(dataDir, 'postgres.new', 'base'), { recursive: true })
    fs.writeFileSync(path.join(dataDir, 'postgres.new', 'PG_VERSION'), '18\n')
    const system = await startConstellation({ dataDir, workers: 1 })
    expect(fs.existsSync(path.join(dataDir, 'postgres', 'global', 'pg_control'))).toBe(true)
    expect(fs.existsSync(path.join(dataDir, 'postgres.new'))).toBe(false)
    await system.stop()
  })

  it('is set aside, not deleted, where other hands made it', async () => {
    const dataDir = folder()
    fs.mkdirSync(path.join(dataDir, 'postgres'))
    fs.writeFileSync(path.join(dataDir, 'postgres', 'note'), 'mine')
    const system = await startConstellation({ dataDir, workers: 1 })
    const aside = fs.readdirSync(dataDir).find((name) => name.startsWith('postgres.broken-')) ?? ''
    expect(fs.readFileSync(path.join(dataDir, aside, 'note'), 'utf8')).toBe('mine')
    expect(system.output()).toContain(`it was set aside as ${path.join(dataDir, aside)}`)
    await system.stop()
  })

  it('takes locks and pid files of a start that is long gone for what they are', async () => {
    const dataDir = folder()
    const run = path.join(dataDir, 'run')
    fs.mkdirSync(run)
    const stranger = { pid: process.pid, began: 'another boot:1' }
    fs.writeFileSync(path.join(run, 'supervisor.lock'), JSON.stringify(stranger))
    fs.writeFileSync(path.join(run, 'processes.json'), JSON.stringify({ redis: stranger }))
    fs.writeFileSync(path.join(run, 'old.pid'), String(process.pid))
    const system = await startConstellation({ dataDir, workers: 1 })
    expect(Object.keys(system.pids())).not.toContain('old')
    await system.stop()
  })
})

describe.runIf(process.getuid?.() === 0)('started by root', () => {
  it.each([
    ['closed to others', 0o700],
    ['open to all', 0o755],
  ])('runs PostgreSQL as another user, under a folder %s', async (_, mode) => {
    const outer = fs.mkdtempSync(path.join(os.tmpdir(), 'mingjian-closed-'))
    folders.push(outer)
    fs.chmodSync(outer, mode)
    const system = await startConstellation({ dataDir: path.join(outer, 'data'), workers: 1 })
    const status = fs.readFileSync(`/proc/${system.pids().postgres}/status`, 'utf8')
    expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe('0')
    await system.stop()
  })

  it('says on a read-only disk what to do', async () => {
    const mounted = folder()
    const made = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs', mounted]).status === 0
    if (!made) return
    try {
      expect(await refusal({ DATA_DIR: mounted })).toMatch(
        /can't be written \(the disk is read-only\): choose a folder/,
      )
    } finally {
      spawnSync('umount', [mounted])
    }
  })

  it('says on a full disk what to do', async () => {
    const mounted = folder()
    const made = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', mounted]).status === 0
    if (!made) return
    try {
      expect(await refusal({ DATA_DIR: mounted })).toMatch(
        /^The disk under DATA_DIR .* is full \(16 MB free, 256 MB needed\)/,
      )
    } finally {
      spawnSync('umount', [mounted])
    }
  })
})
