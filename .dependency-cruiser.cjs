/** Who may import whom. Rooms meet in the stores, not in each other's code. */
const rooms = ['domain', 'config', 'stores', 'server', 'workers', 'launch', 'web']

const allowed = {
  domain: [],
  config: ['domain'],
  stores: ['domain'],
  server: ['domain', 'config', 'stores'],
  workers: ['domain', 'config', 'stores'],
  launch: ['domain', 'config'],
  web: ['domain'],
}

const roomRules = Object.entries(allowed).map(([room, may]) => ({
  name: `${room}-imports`,
  comment: `${room} imports ${may.length > 0 ? may.join(', ') : 'no other room'}.`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: `^(${rooms.filter((other) => other !== room && !may.includes(other)).join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'nobody-imports-test',
      comment: 'What tests are built from stays out of what runs; only tests beside the code may use it.',
      severity: 'error',
      from: { pathNot: '(^test/|\\.test\\.ts$)' },
      to: { path: '^test/' },
    },
    {
      name: 'no-cycles',
      comment: 'Files that import each other in a circle can not be understood one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      comment: 'The rules of the domain do no input or output.',
      severity: 'error',
      from: { path: '^domain/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-test-code-in-programs',
      comment: 'What tests need stays out of what runs.',
      severity: 'error',
      from: { pathNot: '(\\.test\\.ts$|^test/|^vitest\\.config\\.ts$)' },
      to: { path: '(\\.test\\.ts$|node_modules/(vitest|fast-check|playwright-core)/)' },
    },
    {
      name: 'no-development-packages-in-programs',
      comment: 'npm start installs only what the system runs on.',
      severity: 'error',
      from: { path: '^(domain|config|stores|server|workers|launch|web)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)node_modules/\\.vite' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
