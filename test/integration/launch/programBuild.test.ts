import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LaunchFailure } from '../../../launch/failure.ts'
import { buildPrograms } from '../../../launch/programBuild.ts'

let root: string

/** A project as small as one can be: each of its programs says where it takes itself to be. */
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'mingjian-programs-')))
  fs.writeFileSync(path.join(root, 'package-lock.json'), '{}')
  for (const room of ['domain', 'config', 'stores', 'server', 'workers/demo']) fs.mkdirSync(path.join(root, room), { recursive: true })
  fs.writeFileSync(path.join(root, 'config/place.ts'), 'export const folder: string = import.meta.dirname\nexport const file = new URL("./x.yaml", import.meta.url).pathname\n')
  for (const entry of ['server/main.ts', 'workers/main.ts', 'workers/demo/main.ts']) fs.writeFileSync(path.join(root, entry), programOf(entry, 'first'))
})
afterEach(() => fs.rmSync(root, { recursive: true, force: true }))

const programOf = (entry: string, word: string): string =>
  `import { folder, file } from '${'../'.repeat(entry.split('/').length - 1)}config/place.ts'\nimport path from 'node:path'\nconsole.log(${JSON.stringify(word)}, path.normalize(folder), file)\n`
const said = (built: string, name: string): string => spawnSync(process.execPath, [path.join(built, `${name}.mjs`)], { encoding: 'utf8' }).stdout.trim()

it('makes a file of each program, which finds what lies beside its sources', async () => {
  const built = await buildPrograms(root)
  for (const name of ['server', 'worker', 'demo']) expect(said(built, name)).toBe(`first ${path.join(root, 'config')} ${path.join(root, 'config/x.yaml')}`)
})

it('builds anew only where a source has changed, and keeps the build of a system that still runs', async () => {
  const first = await buildPrograms(root)
  expect(await buildPrograms(root)).toBe(first)
  fs.writeFileSync(path.join(root, 'server/main.ts'), programOf('server/main.ts', 'second'))
  const second = await buildPrograms(root)
  expect([said(first, 'server'), said(second, 'server')].map((line) => line.split(' ')[0])).toEqual(['first', 'second'])
})

it('does no harm where several build at once', async () => {
  const built = await Promise.all([buildPrograms(root), buildPrograms(root), buildPrograms(root)])
  expect(new Set(built).size).toBe(1)
  expect(fs.readdirSync(path.join(root, 'dist/programs'))).toEqual([path.basename(built[0] ?? '')])
})

it('says where a source is no program', async () => {
  fs.writeFileSync(path.join(root, 'workers/main.ts'), 'const = 1')
  await expect(buildPrograms(root)).rejects.toThrow(LaunchFailure)
})
