// Plain JavaScript on Node's own modules: this runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..')
const lockFile = path.join(root, 'package-lock.json')
const modules = path.join(root, 'node_modules')
const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
const stamp = path.join(modules, '.mingjian-installed')

/** Ends with one line if this Node is older than the project needs. */
function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  end(`Node.js ${process.versions.node} is too old: install Node.js 20.19 or later`)
}

/**
 * Installs the npm dependencies if they are missing or not those of the lock file: those that the system runs on, and
 * with `development` also what its tests need. What is there is never taken away.
 */
export function ensureDependencies({ development = false } = {}) {
  requireNode()
  const whole = development || fs.existsSync(path.join(modules, 'vitest'))
  const wanted = `${createHash('sha256').update(fs.readFileSync(lockFile)).digest('hex')} ${whole ? 'whole' : 'run'}`
  if (isInstalled(wanted, whole)) return
  console.log(fs.existsSync(modules) ? 'Bringing the npm dependencies up to date' : 'Installing the npm dependencies')
  // Not `npm ci`: it refuses a lock file that leaves out an optional package for another platform. This keeps to the
  // versions of the lock file all the same, and does not write it.
  const status = runNpm(['install', '--no-save', `--${whole ? 'include' : 'omit'}=dev`, ...quiet])
  if (status !== 0) end('The npm dependencies could not be installed: see the message of npm above, then try again')
  tryStamp(wanted)
}

/** An install by hand leaves no stamp of ours; npm's own record, written last, then tells its age. */
function isInstalled(wanted, whole) {
  if (fs.existsSync(stamp)) return fs.readFileSync(stamp, 'utf8') === wanted
  if (whole && !fs.existsSync(path.join(modules, 'vitest'))) return false
  const record = path.join(modules, '.package-lock.json')
  if (!fs.existsSync(record) || fs.statSync(record).mtimeMs < fs.statSync(lockFile).mtimeMs) return false
  tryStamp(wanted)
  return true
}

/** A folder of modules that can't be written, as in a container image, is as good without the stamp. */
function tryStamp(wanted) {
  try {
    fs.writeFileSync(stamp, wanted)
  } catch {
    // Looked at again at the next start.
  }
}

function runNpm(args) {
  const script = process.env.npm_execpath ?? ''
  const [file, all] = /npm-cli\.c?js$/.test(script) ? [process.execPath, [script, ...args]] : ['npm', args]
  const { status, error } = spawnSync(file, all, { cwd: root, stdio: 'inherit' })
  if (error) end(`npm could not be run (${error.message}): install npm, which comes with Node.js`)
  return status ?? 1
}

function end(line) {
  console.error(line)
  process.exit(1)
}
