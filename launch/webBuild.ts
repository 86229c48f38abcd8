import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { projectRoot } from './nodeChild.ts'

const sources = ['web', 'domain', 'vite.config.ts', 'package-lock.json']

/**
 * Builds the web pages if their sources are not those of the last build. The new ones take the place of the old at
 * once when they are whole, so a server that runs never serves half a build. Returns a line about a build that failed.
 */
export async function buildWeb(root = projectRoot): Promise<string | null> {
  if (!fs.existsSync(path.join(root, 'vite.config.ts')) || !fs.existsSync(path.join(root, 'web', 'index.html'))) {
    return null
  }
  const built = path.join(root, 'dist', 'web')
  const stamp = path.join(root, 'dist', 'web.stamp')
  const wanted = fingerprint(root)
  if (fs.existsSync(built) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return null
  const draft = path.join(root, 'dist', `web-${process.pid}`)
  const output = await viteBuild(root, draft)
  if (output !== null) {
    fs.rmSync(draft, { recursive: true, force: true })
    return `The web pages could not be built; the API runs without new ones:\n${output.trim().split('\n').slice(0, 20).join('\n')}`
  }
  const old = `${draft}-old`
  if (fs.existsSync(built)) fs.renameSync(built, old)
  fs.renameSync(draft, built)
  fs.rmSync(old, { recursive: true, force: true })
  fs.writeFileSync(stamp, wanted)
  return null
}

/** Null when it went well, else what it said. */
function viteBuild(root: string, outDir: string): Promise<string | null> {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', '--config', path.join(root, 'vite.config.ts'), '--outDir', outDir, '--emptyOutDir']
  // Started by tests it builds what it builds otherwise.
  const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: undefined, VITEST: undefined }
  const child = spawn(process.execPath, [...args, '--logLevel', 'warn'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  return new Promise((done) => {
    child.once('error', (error) => done(error.message))
    child.once('close', (code) => done(code === 0 ? null : said || `vite ended with code ${code}`))
  })
}

function fingerprint(root: string): string {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((source) => filesUnder(path.join(root, source)))) {
    hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** In a fixed order; tests are no part of the pages. */
function filesUnder(entry: string): string[] {
  const stat = fs.statSync(entry, { throwIfNoEntry: false })
  if (stat === undefined || entry.endsWith('.test.ts') || path.basename(entry) === 'node_modules') return []
  if (!stat.isDirectory()) return [entry]
  return fs
    .readdirSync(entry)
    .sort()
    .flatMap((name) => filesUnder(path.join(entry, name)))
}
