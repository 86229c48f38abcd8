import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'rolldown'
import { LaunchFailure } from './failure.ts'
import { projectRoot } from './nodeChild.ts'

/** Our own programs by the name of their bundle, each with its entry file. */
const entries = { server: 'server/main.ts', worker: 'workers/main.ts', demo: 'workers/demo/main.ts' } as const

export type ProgramName = keyof typeof entries

const rooms = ['domain', 'config', 'stores', 'server', 'workers']

/** Builds kept beside the newest: what a system that still runs may yet load of them. */
const KEPT = 4

/** From where a build lies to the root of the project. */
const TO_ROOT = '../../../'

/**
 * Puts each of our programs into one file under `dist/programs` and returns their folder. A program of some hundred files
 * takes several times as long to load, and every start and restart waits for that. A build is found again by the
 * state of its sources; a new one takes its place when it is whole, so two that build at once do no harm.
 * @throws LaunchFailure where a source can't be read as a program, or the folder can't be written
 */
export async function buildPrograms(root = projectRoot): Promise<string> {
  const builds = path.join(root, 'dist', 'programs')
  const built = path.join(builds, stateOf(root))
  if (fs.existsSync(built)) return built
  const draft = path.join(builds, `draft-${randomUUID()}`)
  try {
    await bundle(root, draft)
    fs.renameSync(draft, built)
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true })
    if (!fs.existsSync(built)) throw new LaunchFailure(`The programs could not be built in ${builds}: ${error instanceof Error ? error.message : String(error)}`)
  }
  forgetOld(builds)
  return built
}

async function bundle(root: string, dir: string): Promise<void> {
  const { rolldown } = await import('rolldown')
  const isPackage = (id: string) => !id.startsWith('.') && !path.isAbsolute(id)
  const build = await rolldown({ cwd: root, input: entries, platform: 'node', external: isPackage, plugins: [asIfInPlace(root)] })
  await build.write({ dir, format: 'esm', sourcemap: true, entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' })
  await build.close()
}

/** A file that finds others by its own place finds them from the bundle too. */
function asIfInPlace(root: string): Plugin {
  return {
    name: 'as-if-in-place',
    transform: {
      filter: { code: 'import.meta.' },
      handler(code, id) {
        const file = TO_ROOT + path.relative(root, id).split(path.sep).join('/')
        const placed = code
          .replaceAll('import.meta.url', `new URL(${JSON.stringify(file)}, import.meta.url).href`)
          .replaceAll('import.meta.dirname', `(import.meta.dirname + ${JSON.stringify(`/${path.posix.dirname(file)}`)})`)
        // No line moves.
        return { code: placed, map: null }
      },
    },
  }
}

/** Changes with every file that could be in a bundle, and with the place of the project. */
function stateOf(root: string): string {
  const hash = createHash('sha256').update(pathToFileURL(root).href)
  for (const file of [path.join(root, 'package-lock.json'), ...rooms.flatMap((room) => sourcesUnder(path.join(root, room)))]) {
    hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

function sourcesUnder(folder: string): string[] {
  const inside = fs.readdirSync(folder, { withFileTypes: true, recursive: true })
  const sources = inside.filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
  return sources.map((entry) => path.join(entry.parentPath, entry.name)).sort()
}

function forgetOld(builds: string): void {
  const begun = (name: string) => fs.statSync(path.join(builds, name), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const old = fs.readdirSync(builds).sort((a, b) => begun(b) - begun(a)).slice(KEPT + 1)
  for (const name of old) fs.rmSync(path.join(builds, name), { recursive: true, force: true })
}
