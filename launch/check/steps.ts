import fs from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../nodeChild.ts'

/** One thing `npm test` runs. A static one counts as one test; one of vitest counts its tests. */
export interface Step {
  name: string
  kind: 'static' | 'vitest'
  /** Arguments for Node. */
  args: string[]
}

/** Steps that run side by side, as many at once as there are processors to work on them. */
export type Stage = readonly Step[]

export const groups = ['typecheck', 'lint', 'unit', 'integration', 'browser'] as const
export type Group = (typeof groups)[number]

const tool = (...parts: string[]) => path.join(projectRoot, 'node_modules', ...parts)
const rooms = ['domain', 'config', 'stores', 'server', 'workers', 'launch', 'web', 'test']

/** What one group runs; all of them without a group, the cheap ones first. */
export function stagesOf(group: Group | undefined): Stage[] {
  switch (group) {
    case 'typecheck':
      return [types()]
    case 'lint':
      return [lint()]
    case 'unit':
    case 'integration':
    case 'browser':
      return [[tests(group)]]
    case undefined:
      return [[...types(), ...lint()], [tests('unit')], [tests('integration', 'browser')]]
  }
}

function types(): Step[] {
  const steps = [fixed('types', [tool('typescript', 'bin', 'tsc'), '-p', '.', '--noEmit'])]
  if (fs.existsSync(path.join(projectRoot, 'web', 'tsconfig.json'))) {
    const vueTsc = tool('vue-tsc', 'bin', 'vue-tsc.js')
    steps.push(fixed('types of the pages', [vueTsc, '-p', 'web/tsconfig.json', '--noEmit']))
  }
  return steps
}

function lint(): Step[] {
  const cruised = rooms.filter((room) => fs.existsSync(path.join(projectRoot, room)))
  const cruise = tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  return [
    fixed('lint', [tool('oxlint', 'bin', 'oxlint'), '--quiet']),
    fixed('import rules', [cruise, '--config', '.dependency-cruiser.cjs', ...cruised]),
    fixed('unused code', [tool('knip', 'bin', 'knip.js'), '--no-progress', '--no-config-hints']),
  ]
}

const fixed = (name: string, args: string[]): Step => ({ name, kind: 'static', args })

/** Files of several projects share their workers. */
function tests(...projects: ('unit' | 'integration' | 'browser')[]): Step {
  const args = [tool('vitest', 'vitest.mjs'), 'run', '--passWithNoTests', ...projects.flatMap((project) => ['--project', project])]
  return { name: `${projects.join(' and ')} tests`, kind: 'vitest', args }
}
