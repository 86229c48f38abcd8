// `npm test`: installs what is missing, then runs the checks and tests.
import { ensureDependencies } from './dependencies.mjs'

ensureDependencies({ development: true })
const { register } = await import('tsx/esm/api')
register()
await import('./check/main.ts')
