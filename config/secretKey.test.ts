import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { secretKey } from './secretKey.ts'

let dataDir: string
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'mingjian-key-'))
})
afterEach(() => fs.rmSync(dataDir, { recursive: true }))

it('makes a key file once, for its owner only, and finds the same key again', () => {
  const key = secretKey({ dataDir })
  expect(key).toHaveLength(32)
  expect(secretKey({ dataDir }).equals(key)).toBe(true)
  expect(fs.readdirSync(path.join(dataDir, 'secrets'))).toEqual(['channels'])
  expect(fs.statSync(path.join(dataDir, 'secrets', 'channels')).mode & 0o777).toBe(0o600)
})

it('takes the key of the environment before the file, and makes none', () => {
  const [one, other] = ['a'.repeat(32), 'b'.repeat(32)].map((given) => secretKey({ dataDir, secretKey: given }))
  expect(one).not.toEqual(other)
  expect(fs.existsSync(path.join(dataDir, 'secrets'))).toBe(false)
})

it('refuses an empty key file rather than sealing under nothing', () => {
  fs.mkdirSync(path.join(dataDir, 'secrets'))
  fs.writeFileSync(path.join(dataDir, 'secrets', 'channels'), '\n')
  expect(() => secretKey({ dataDir })).toThrow(/is empty/)
})
