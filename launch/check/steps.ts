import fs from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../nodeChild.ts'

/** One thing `npm test` runs. A static one counts as one test; one of vitest counts its tests. */
export interface Step {
  name: string
  group: Group
  kind: 'static' | 'vitest'
  /** Arguments for Node. */
  args: string[]
}

export const groups = ['typecheck', 'lint', 'unit', 'integration', 'browser'] as const
export type Group = (typeof groups)[number]

const tool = (...parts: string[]) => path.join(projectRoot, 'node_modules', ...parts)
const rooms = ['domain', 'config', 'stores', 'server', 'workers', 'launch', 'web', 'test']

/** All steps in their order, the cheap ones first. */
export function allSteps(): Step[] {
  const cruised = rooms.filter((room) => fs.existsSync(path.join(projectRoot, room)))
  const fixed = (name: string, group: Group, args: string[]): Step => ({ name, group, kind: 'static', args })
  const steps = [fixed('types', 'typecheck', [tool('typescript', 'bin', 'tsc'), '-p', '.', '--noEmit'])]
  if (fs.existsSync(path.join(projectRoot, 'web', 'tsconfig.json'))) {
    const vueTsc = tool('vue-tsc', 'bin', 'vue-tsc.js')
    steps.push(fixed('types of the pages', 'typecheck', [vueTsc, '-p', 'web/tsconfig.json', '--noEmit']))
  }
  const cruise = tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  steps.push(
    fixed('lint', 'lint', [tool('oxlint', 'bin', 'oxlint'), '--quiet']),
    fixed('import rules', 'lint', [cruise, '--config', '.dependency-cruiser.cjs', ...cruised]),
    fixed('unused code', 'lint', [tool('knip', 'bin', 'knip.js'), '--no-progress', '--no-config-hints']),
    tests('unit'),
    tests('integration'),
    tests('browser'),
  )
  return steps
}

function tests(group: 'unit' | 'integration' | 'browser'): Step {
  // A constellation waits more than it works, so two stand side by side; pages are drawn by the CPU and stand alone.
  const sideBySide = { unit: ['--no-isolate'], integration: ['--maxWorkers=2'], browser: ['--no-file-parallelism'] }[group]
  const args = [tool('vitest', 'vitest.mjs'), 'run', '--project', group, '--passWithNoTests', ...sideBySide]
  return { name: `${group} tests`, group, kind: 'vitest', args }
}
